/** Durable records a second: many writers share a sync, one alone pays it each time; beside a bare fsync. */
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openJournal, type Journal } from '../../src/journal/journal.ts';
import { count, inTurns, type Measured } from './measure.ts';

const WRITERS = 50;
const EACH = 400;
const ALONE = 500;
const LEAST_PER_SECOND = 20_000;

export async function journalRates(): Promise<readonly Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-bench-'));
  const journal = openJournal(join(folder, 'state'));
  journal.raiseEpoch();
  const [bare = 1, together = 1, alone = 1] = await inTurns(
    [
      () => {
        syncs(join(folder, 'plain'), ALONE);
      },
      () => write(journal, WRITERS, EACH),
      () => write(journal, 1, ALONE),
    ],
    5,
  );
  journal.close();
  rmSync(folder, { recursive: true });
  const rate = (WRITERS * EACH * 1000) / together;
  const beside = `fsync of a line: ${count((ALONE * 1000) / bare)}/s`;
  return [
    {
      what: `journal, ${String(WRITERS)} writers`,
      value: `${count(rate)} records/s`,
      beside,
      goal: `at least ${count(LEAST_PER_SECOND)}/s`,
      met: rate >= LEAST_PER_SECOND,
    },
    {
      what: 'journal, one writer',
      value: `${count((ALONE * 1000) / alone)} records/s`,
      beside,
      goal: '',
    },
  ];
}

async function write(journal: Journal, writers: number, each: number): Promise<void> {
  const writer = async (name: number): Promise<void> => {
    for (let n = 0; n < each; n += 1) {
      const body: { record: string; n: number } = { record: 'sent', n };
      await journal.append([{ transaction: `bench-${String(name)}`, body }]);
    }
  };
  await Promise.all(Array.from({ length: writers }, (_, name) => writer(name)));
}

function syncs(path: string, times: number): void {
  const file = openSync(path, 'w');
  for (let n = 0; n < times; n += 1) {
    writeSync(file, `${String(n)}\n`);
    fsyncSync(file);
  }
  closeSync(file);
}
