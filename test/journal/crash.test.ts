/** F35: a controller is killed while it writes: what it had been told is on disk is on disk. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { leading, newFolder } from './places.ts';

const journalModule = pathToFileURL(join(import.meta.dirname, '../../src/journal/journal.ts')).href;

const program = (folder: string): string => `
  const { openJournal } = await import(${JSON.stringify(journalModule)});
  const journal = openJournal(${JSON.stringify(folder)});
  journal.raiseEpoch();
  for (let n = 1; ; n += 1) {
    await journal.append([{ transaction: 't1', body: { record: 'sent', n } }]);
    process.stdout.write(n + '\\n');
  }`;

it.each([1, 20, 300])('S6: killed after %i records', async (count) => {
  const folder = newFolder();
  const child = spawn(process.execPath, ['--input-type=module', '-e', program(folder)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let acknowledged = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged = Number(line);
    if (acknowledged >= count) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  const journal = leading(folder);
  const kept = journal.records('t1').map(({ body }) => ('n' in body ? body.n : undefined));
  expect(kept.length).toBeGreaterThanOrEqual(acknowledged);
  expect(kept).toEqual(Array.from({ length: kept.length }, (_, at) => at + 1));
  await journal.append([{ transaction: 't1', body: { record: 'taken-over' } }]);
});
