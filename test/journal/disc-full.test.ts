/** F18: the disc is full under the journal. Needs root, for a small file system of its own. */
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openJournalReader } from '../../src/journal/reader.ts';
import { has } from '../needs.ts';
import { entry, faultOf, leading, newFolder } from './places.ts';

function mountSmall(): string | undefined {
  const place = newFolder();
  mkdirSync(place, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m,mode=700', 'tmpfs', place], {
      stdio: 'ignore',
    });
  } catch (error) {
    if (has(false, 'mounting a small tmpfs needs root')) throw error;
    return undefined;
  }
  onTestFinished(() => {
    execFileSync('umount', ['-l', place]);
  });
  return place;
}

it('F18: the append is refused with path and free bytes; what was written stays; with room it goes on', async (test) => {
  const place = mountSmall();
  if (place === undefined) {
    test.skip('mounting a small tmpfs needs root');
    return;
  }
  const folder = join(place, 'state');
  const journal = leading(folder);
  await journal.append([entry('t1', 'opened')]);
  const filler = join(place, 'filler');
  fill(filler);

  const fault = await faultOf(() =>
    journal.append([entry('t1', 'commit', { text: 'z'.repeat(200_000) })]),
  );
  expect(fault.code).toBe('journal-disc-full');
  expect(fault.message).toMatch(/journal\.sqlite \(.*; \d+ bytes free\)$/);

  const reader = openJournalReader(folder);
  expect(reader.records('t1').map(({ kind }) => kind)).toEqual(['opened']);
  reader.close();

  rmSync(filler);
  expect((await faultOf(() => journal.append([entry('t1', 'noted')]))).code).toBe(
    'journal-disc-full',
  );
  journal.close();
  const again = leading(folder);
  await again.append([entry('t1', 'noted')]);
  expect(again.records('t1').map(({ kind }) => kind)).toEqual(['opened', 'noted']);
});

/** All but a little of what is left. */
function fill(path: string): void {
  for (const size of [512, 256, 128, 64, 32, 16]) {
    try {
      writeFileSync(path, Buffer.alloc(size * 1024), { flag: 'a' });
    } catch {
      // No room for that much: a smaller piece.
    }
  }
}
