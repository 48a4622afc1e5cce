/** What was seen of releases, in a state folder that is not as it should be (F18, S6). */
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keptReleases } from '../../src/cli/kept-releases.ts';
import { journalError } from '../../src/journal/journal-error.ts';

let state: string;

beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'cutover-kept-'));
});
afterEach(() => {
  rmSync(state, { recursive: true, force: true });
});

async function keep(root: string): Promise<void> {
  const { keep: write } = await keptReleases(state, 'x');
  await write({ root });
}

it('what is kept is read again, from a folder that nobody else may enter', async () => {
  chmodSync(state, 0o755);
  await keep('r1');
  expect((await keptReleases(state, 'x')).kept).toEqual({ root: 'r1' });
  expect(statSync(state).mode & 0o077).toBe(0);
});

it('F18: a folder that is not ours to close is refused, and nothing is made in it', async () => {
  chmodSync(state, 0o755);
  writeFileSync(join(state, 'theirs'), '');
  await expect(keep('r1')).rejects.toMatchObject({
    fault: {
      code: 'state-folder',
      message: expect.stringContaining('holds other files') as string,
    },
  });
  expect(readdirSync(state)).toEqual(['theirs']);
});

it('F18: a file in the place of its own folder is told as the journal’s would be', async () => {
  writeFileSync(join(state, 'trust'), '');
  const message = `the state folder ${state}/trust/x cannot be used: a part of its path is no folder (ENOTDIR)`;
  const fault = journalError('state-folder', message, 'name another folder with --state').fault;
  await expect(keep('r1')).rejects.toMatchObject({ fault });
});
