/** A package that means harm, published and signed all the same: the agent refuses it as a whole, and stays as it was. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import { archive } from '../../primitives/archive.ts';
import { mainShells } from '../kit/shells.ts';
import { offer, PullDevice } from './pull-rig.ts';
import { VersionServer } from './server.ts';

const ends: (() => unknown)[] = [];
afterAll(async () => {
  for (const end of ends.splice(0)) await end();
});

const good = [
  { name: 'VERSION', data: '2.0\n' },
  { name: 'healthy', data: '#!/bin/sh\n', mode: 0o755 },
];
const harmful: readonly (readonly [string, Buffer, RegExp])[] = [
  [
    'a name that leads out (F22)',
    gzipSync(archive([...good, { name: '../evil', data: 'x' }])),
    /evil/,
  ],
  [
    'a link out, and a file through it (F22)',
    gzipSync(
      archive([
        ...good,
        { name: 'evil', type: '2', link: '/tmp' },
        { name: 'evil/cutover-evil', data: 'x' },
      ]),
    ),
    /leaves the folder: evil/,
  ],
  [
    'more than fits (F23)',
    gzipSync(archive([...good, { name: 'evil', data: Buffer.alloc(64 * 2 ** 20) }])),
    /unpacks to more than \d+ bytes: evil/,
  ],
];

it.each(mainShells.flatMap((shell) => harmful.map((one) => [...one, shell] as const)))(
  'F22 F23 B09: %s',
  async (_, bundle, said, shell) => {
    const server = await new VersionServer().start();
    ends.push(() => server.end());
    await offer(server, [{ version: '2.0', bundle }]);
    const device = new PullDevice(shell, server.root);
    ends.push(() => {
      device.end();
    });
    device.set([server.url]);
    expect((await device.run()).status).toBe(2);
    expect(device.version).toBe('1.0');
    expect(readdirSync(join(device.root, 'releases'))).toEqual(['1.0']);
    expect(existsSync('/tmp/cutover-evil')).toBe(false);
    expect(device.read('outbox/1')).toMatch(/\noutcome not-staged\n[^]*\nreason step-failed\n/);
    expect(readFileSync(join(device.home, 'agent/log'), 'utf8')).toMatch(said);
  },
);
