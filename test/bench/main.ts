/**
 * `npm run bench`: what was promised of speed, measured on this machine, each beside its floor.
 * Ends with 1 where a promise isn't kept. Nothing here is part of the tests: a busy machine is no bug.
 */
import { table } from '../../src/report/table.ts';
import { checkingTimes } from './check-many.ts';
import { journalRates } from './journal-records.ts';
import type { Measured } from './measure.ts';
import { pullTimes } from './pull.ts';
import { resultTimes } from './results.ts';
import { startTimes } from './start.ts';

const parts = {
  start: startTimes,
  check: checkingTimes,
  journal: journalRates,
  pull: pullTimes,
  results: resultTimes,
} as const;
const wanted = process.argv.slice(2);
const rows: Measured[] = [];
for (const [name, part] of Object.entries(parts)) {
  if (wanted.length === 0 || wanted.includes(name)) rows.push(...(await part()));
}
for (const line of table(rows.map(cells))) process.stdout.write(`${line}\n`);
process.exitCode = rows.every(({ met }) => met !== false) ? 0 : 1;

function cells({ what, value, beside, goal, met }: Measured): readonly string[] {
  const verdict = met === undefined ? '' : met ? 'met' : 'MISSED';
  return [what, value, beside, goal, verdict];
}
