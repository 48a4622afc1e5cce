/** What must not lie in the state folder under our names: a fault in one sentence, never a defect. */
import { chmodSync, chownSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockStateFolder } from '../../src/journal/lock.ts';
import { prepareStateFolder } from '../../src/journal/state-folder.ts';
import { hasJournal } from '../../src/journal/reader.ts';
import { has, isRoot } from '../needs.ts';
import { faultOf, newFolder } from './places.ts';

const ours = [
  ...['journal.sqlite', 'journal.sqlite-wal', 'journal.made'],
  ...['controller.lock', 'controller.json', 'controller.log', 'controller.sock'],
];

function folderWith(name: string, put: (path: string) => void): string {
  const folder = newFolder();
  mkdirSync(folder, { mode: 0o700 });
  put(join(folder, name));
  return folder;
}

const givesAway = has(isRoot, 'only root can give files away');

describe.each(ours)('F18 F19: in the place of %s', (name) => {
  const code = name.startsWith('journal') ? 'journal-foreign' : 'state-folder';
  const refused = async (put: (path: string) => void, what: RegExp): Promise<void> => {
    const folder = folderWith(name, put);
    const fault = await faultOf(() => {
      prepareStateFolder(folder);
    });
    expect(fault).toMatchObject({ code });
    expect(fault.message).toMatch(what);
    expect(fault.message).toContain(join(folder, name));
    expect(fault.hint).toBeDefined();
  };

  it('a folder', () => refused((path) => mkdirSync(path), /is a folder, not a (file|socket)$/));

  it('a link, wherever it leads', () =>
    refused((path) => {
      symlinkSync('/etc/hostname', path);
    }, /is a symbolic link, not a (file|socket)$/));

  it('a link to itself', () =>
    refused((path) => {
      symlinkSync(path, path);
    }, /is a symbolic link/));

  // A socket is no file; the next test is for what stands in its place.
  if (name === 'controller.sock') return;

  it('a file that others may write', () =>
    refused((path) => {
      writeFileSync(path, '');
      chmodSync(path, 0o666);
    }, /may be written by other users$/));

  it.skipIf(!givesAway)("somebody else's file", () =>
    refused((path) => {
      writeFileSync(path, '', { mode: 0o600 });
      chownSync(path, 12_345, 12_345);
    }, /belongs to another user \(uid 12345\)$/),
  );
});

it('a file in the place of the socket', async () => {
  const folder = folderWith('controller.sock', (path) => {
    writeFileSync(path, 'mine');
  });
  const fault = await faultOf(() => lockStateFolder(folder));
  expect(fault.message).toContain('controller.sock in the state folder is a file, not a socket');
});

it('a folder whose links lead in a circle', async () => {
  const folder = newFolder();
  symlinkSync(folder, folder);
  for (const call of [(): unknown => lockStateFolder(folder), (): unknown => hasJournal(folder)]) {
    const fault = await faultOf(call);
    expect(fault).toMatchObject({ code: 'state-folder' });
    expect(fault.message).toContain('its links lead in a circle (ELOOP)');
  }
});
