/** What the agent says where it can do nothing: each cause once, by its name, also on a disc that is nearly full. */
import { createHash } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mainShells } from '../kit/shells.ts';
import { compiled, offer } from './pull-rig.ts';
import { access, deviceOf, quiet, resultOn, serverOf } from './pull-site.ts';
import type { VersionServer } from './server.ts';

/** A version whose package fits on no disc. */
async function offerHuge(server: VersionServer): Promise<void> {
  const line = `any 900000000000000 ${'0'.repeat(64)} core/2.0/terminal.tar.gz`;
  const program = await compiled('2.0', line);
  const path = 'core/2.0/terminal.posix.sh';
  server.write(path, program);
  const hash = createHash('sha256').update(program).digest('hex');
  const offers = `version 2.0\nchannel stable 100\nprogram terminal posix ${String(program.length)} ${hash} ${path}\n`;
  server.publish({ offers: `${offers}package terminal terminal-package ${line} -\n` });
}

describe.each(mainShells)('in $name', (shell) => {
  it('B08: what has no room on the disc is not fetched, and the disc is named, not the servers', async () => {
    const server = await serverOf();
    await offerHuge(server);
    const device = deviceOf(server, shell);
    const refused = await device.run();
    expect(refused.status).toBe(2);
    expect(refused.err).toMatch(
      /^refused: disc: .* has no room: \d+ KiB are free, and a file of 900000000000000 bytes /,
    );
    expect(resultOn(server)).toMatch(/\noutcome refused\n[^]*\nreason disc\n/);
    expect(readdirSync(join(device.home, 'cache')).length).toBe(1);
    await offer(server, [{ version: '2.0' }], { counter: 8, revision: 5 });
    expect(await device.run()).toEqual(quiet);
    expect(device.version).toBe('2.0');
  });

  it('B10: another mistake in the settings is told again, the same one is not', async () => {
    const server = await serverOf();
    await offer(server, [{ version: '2.0' }]);
    const device = deviceOf(server, shell);
    const said = async (more: string): Promise<string> => {
      device.set([access(device, server)], more);
      const { status, err } = await device.run();
      expect(status).toBe(2);
      return err;
    };
    expect(await said('param nowhere x\n')).toMatch(/can't be read: .*`?nowhere/);
    expect(await said('param neither x\n')).toMatch(/can't be read: .*`?neither/);
    expect(await said('param neither x\n')).toBe('');
    rmSync(join(device.root, 'current/VERSION'));
    expect(await said('')).toMatch(/can't be read: .*VERSION/);
  });

  it('B09 B10: whoever reads its mail is told why it went back, once', async () => {
    const server = await serverOf();
    await offer(server, [{ version: '2.0', ill: true }]);
    const device = deviceOf(server, shell);
    const back = await device.run();
    expect(back.status).toBe(3);
    expect(back.err).toMatch(/^reverted: step-failed: `run` .*healthy.*\n$/);
    expect(await device.run()).toEqual(quiet);
  });
});
