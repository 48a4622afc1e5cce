/** What tests of the checker share: play a story, and say what a rule found in it. */
import type { Capture, Evidence, Pair, Rule, Snapshot } from '../evidence.ts';
import { judge } from '../judge.ts';
import { play } from './play.ts';
import type { Ending } from './play.ts';
import type { Story } from './story.ts';
import { transaction } from './world.ts';
import type { World } from './world.ts';

/** What the rule says, each in a line. */
export async function found(
  rule: Rule,
  story: Story,
  ending: Ending = {},
): Promise<readonly string[]> {
  const violations = judge(await play(story, ending)).filter((one) => one.rule === rule);
  return [...new Set(violations.map(({ device, what }) => `${device ?? 'unit'}: ${what}`))];
}

/** One more record. */
export function log(
  world: World,
  record: Readonly<Record<string, unknown>>,
  epoch = 1,
  id = transaction,
): void {
  world.journal.write({ transaction: id, epoch, controller: 'c1', record });
}

export const one: Snapshot = {
  paths: { '/a': { type: 'file', mode: 0o644, sha256: '1' } },
  services: {},
};
export const other: Snapshot = {
  paths: { '/a': { type: 'file', mode: 0o600, sha256: '1' } },
  services: {},
};
/** Two looks at a device that differ in a mode. */
export const pair: Pair = { device: 'umg-01', what: 'tried', before: one, after: other };

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What is found in captures alone. */
export function judged(
  captures: readonly Capture[],
  secrets: readonly string[] = [],
): readonly string[] {
  const nothing: Evidence = {
    over: [],
    before: {},
    expectedNew: {},
    moments: [],
    exits: [],
    captures,
    secrets,
    packed: [],
    intrusions: [],
    repetitions: [],
    restorations: [],
  };
  return judge(nothing).map(({ rule, what, evidence }) => [rule, what, ...evidence].join(' | '));
}
