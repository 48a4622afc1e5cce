/** How a transaction ended, as `cutover history` tells it. */
import type { Outcome, UnitRecord } from '../../protocol/transaction.ts';
import { cutover } from './command-line.ts';
import type { Call } from './command-line.ts';

/** Of the newest transaction that has ended; nothing if none has. */
export async function lastOutcome(state: string, call: Call): Promise<Outcome | undefined> {
  const ask = (words: readonly string[]): Promise<readonly unknown[]> =>
    answers(['history', ...words, '--state', state, '--format', 'json'], call);
  const outcomes: Outcome[] = [];
  for (const { transaction } of (await ask([])) as readonly { transaction: string }[]) {
    const records = (await ask([transaction])) as readonly { body: UnitRecord }[];
    for (const { body } of records) if (body.record === 'end') outcomes.push(body.outcome);
  }
  return outcomes.at(-1);
}

async function answers(args: readonly string[], call: Call): Promise<readonly unknown[]> {
  const { lines } = await cutover(args, { ...call, quiet: true });
  return lines.map((line): unknown => JSON.parse(line));
}
