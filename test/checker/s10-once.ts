/**
 * S10: every step twice, or killed anywhere and run again, is the step once.
 *
 * Rule 1: shown by doing it: the harness gives the device after once and after twice.
 * Rule 2: on the way forward a device passes each state once; it never goes the same way again.
 */
import { differences, strictly } from './differences.ts';
import type { Evidence, StateLine, Violation } from './evidence.ts';
import { overMoments } from './history.ts';

const follows: Readonly<Record<string, readonly string[]>> = {
  idle: ['preparing', 'dead'],
  preparing: ['staged', 'revert-intent', 'dead'],
  staged: ['switch-intent', 'held', 'revert-intent', 'dead'],
  'switch-intent': ['armed', 'revert-intent'],
  armed: ['held', 'revert-intent'],
  held: ['voted', 'revert-intent'],
  voted: ['confirmed', 'revert-intent'],
  'revert-intent': ['dead', 'broken'],
  broken: ['revert-intent'],
};

export function once(evidence: Evidence): readonly Violation[] {
  return [
    ...evidence.repetitions.flatMap(({ device, what, before, after }): readonly Violation[] => {
      const found = differences(before, after, strictly);
      return found.length === 0
        ? []
        : [{ rule: 'S10', device, what: `twice is not once: ${what}`, evidence: found }];
    }),
    ...overMoments(evidence, (moment) =>
      moment.devices.flatMap(({ device, transactions }) =>
        transactions.flatMap(({ transaction, lines }): readonly Violation[] => {
          const jumps = jumpsIn(lines);
          if (jumps.length === 0) return [];
          const what = 'the device went a way that leads nowhere or was gone before';
          return [{ rule: 'S10', device, transaction, what, evidence: [moment.label, ...jumps] }];
        }),
      ),
    ),
  ];
}

function jumpsIn(lines: readonly StateLine[]): readonly string[] {
  return lines.flatMap((line, at) => {
    const from = lines[at - 1]?.state ?? 'idle';
    const stays = line.state === from;
    return stays || follows[from] === undefined || follows[from].includes(line.state)
      ? []
      : [`${from} → ${line.state}`];
  });
}
