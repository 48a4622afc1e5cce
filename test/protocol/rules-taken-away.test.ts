/** Each rule, taken away alone, is noticed: in a small world by its shortest counterexample, or in a random run. */
import { expect, it } from 'vitest';
import type { Rule } from './model/rules.ts';
import { committedByAnother } from './model/calm.ts';
import { explore } from './model/explore.ts';
import { newWorld } from './model/world.ts';
import { simulate } from './model/simulate.ts';

const rules: Readonly<Record<Rule, string>> = {
  fence: 'S[12]|the end',
  'idle-takes-epoch': 'S[12]|the end',
  tombstone: 'L2|S[14]',
  'timer-off-at-hold': 'S[12]',
  'journal-fence': 'S[12]|the (end|book)',
  'record-first': 'S[36]',
  'vote-is-a-vote': 'S2',
  'verify-counts': 'S2',
  alien: 'S1|the end',
  'hear-all': 'S1|the end',
  'voted-stays': 'S[12]',
};

const most = 6_000;

it.each(Object.entries(rules))(
  'without `%s` an invariant breaks',
  (rule, broken) => {
    expect(firstViolation(rule as Rule)).toMatch(new RegExp(`^(${broken})`));
  },
  120_000,
);

/** Whole small worlds first, then chance. */
function firstViolation(rule: Rule): string {
  const broken = new Set([rule]);
  for (const budget of [{ aliens: 1 }, { crashes: 1, takeovers: 1 }, { timers: 1 }]) {
    const { violation } = explore(newWorld({ devices: 1, budget, broken }), 5_000);
    if (violation !== undefined) return violation;
  }
  if (rule === 'alien') return afterAnother(broken);
  return firstRandomViolation(rule);
}

/** Another's COMMIT is on its way, and an answer to the first one's inquiry may be lost. */
function afterAnother(broken: ReadonlySet<Rule>): string {
  const budget = { aliens: 1, takeovers: 1, losses: 1 };
  const start = newWorld({ devices: 2, budget, broken });
  return explore(committedByAnother(start), 40_000).violation ?? 'nothing noticed';
}

function firstRandomViolation(rule: Rule): string {
  for (let seed = 1; seed <= most; seed += 1) {
    const { violation } = simulate(seed, new Set([rule])).world;
    if (violation !== undefined) return violation;
  }
  return `nothing noticed in ${String(most)} runs`;
}
