import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { prepareStateFolder } from '../../src/journal/state-folder.ts';
import { faultOf, newFolder } from './places.ts';

it('closes an empty folder that is open to others', () => {
  const folder = newFolder();
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  prepareStateFolder(folder);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

it("leaves a folder alone that holds other people's files", async () => {
  const folder = newFolder();
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'thesis.tex'), '');
  expect(
    (
      await faultOf(() => {
        prepareStateFolder(folder);
      })
    ).code,
  ).toBe('state-folder');
  expect(statSync(folder).mode & 0o777).toBe(0o755);
});

it('says why a folder cannot be used', async () => {
  const folder = newFolder();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'file'), '');
  const fault = await faultOf(() => {
    prepareStateFolder(join(folder, 'file', 'state'));
  });
  expect(fault).toMatchObject({ code: 'state-folder' });
  expect(fault.message).toContain('ENOTDIR');
});
