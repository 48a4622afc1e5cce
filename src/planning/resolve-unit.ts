/** One unit: its order, and its time to the vote. */
import type { Precedence } from '../language/checked.ts';
import { sayLong } from '../language/explain/times.ts';
import { defect } from '../language/defect.ts';
import type { PlanInputs } from './inputs.ts';
import { report } from './problems.ts';
import type { Problems } from './problems.ts';
import { ranksOf } from './ranks.ts';
import type { ResolvedDevice, ResolvedUnit } from './resolved.ts';
import { longestToVote } from './timing.ts';
import type { Timed } from './timing.ts';
import type { DraftUnit } from './units.ts';

/** Missing where an order is wrong. */
export function resolveUnit(
  inputs: PlanInputs,
  problems: Problems,
  draft: DraftUnit,
  devices: ReadonlyMap<string, ResolvedDevice>,
): ResolvedUnit | undefined {
  const { title, mode, unit } = draft;
  const members = draft.members.map(({ device }) => device.name);
  const prepareRanks = ranks(problems, draft, members, 'prepare', unit.prepareOrder);
  const switchRanks = ranks(problems, draft, members, 'switch', unit.switchOrder);
  if (prepareRanks === undefined || switchRanks === undefined) return undefined;
  const needed = neededMs(inputs, switchRanks, devices);
  checkVote(problems, draft, needed);
  return {
    title,
    mode,
    members,
    prepareRanks,
    switchRanks,
    ...(unit.skewMs === undefined ? {} : { skewMs: unit.skewMs }),
    voteWithinMs: unit.voteWithinMs ?? needed,
  };
}

function ranks(
  problems: Problems,
  { title, unit }: DraftUnit,
  members: readonly string[],
  what: 'prepare' | 'switch',
  order: readonly Precedence[],
): readonly (readonly string[])[] | undefined {
  const found = ranksOf(members, order);
  if ('ranks' in found) return found.ranks;
  if ('cycle' in found) {
    report(
      problems,
      'E0806',
      unit.place.span,
      `the \`${what}\` order of "${title}" goes in a circle`,
      {
        notes: [found.cycle.join(' → ')],
      },
    );
  } else {
    report(
      problems,
      'E0802',
      unit.place.span,
      `\`${found.nobody}\` in a \`${what}\` order finds nobody in "${title}"`,
    );
  }
  return undefined;
}

function neededMs(
  { scripts, library, atOnce }: PlanInputs,
  switchRanks: readonly (readonly string[])[],
  devices: ReadonlyMap<string, ResolvedDevice>,
): number {
  const timed = (name: string): Timed => {
    const device = devices.get(name);
    const script = device && scripts.get(device.script);
    if (device === undefined || script === undefined) return defect(`no device \`${name}\``);
    return { script, params: device.params };
  };
  return longestToVote(switchRanks, timed, library, atOnce);
}

function checkVote(problems: Problems, { title, unit }: DraftUnit, needed: number): void {
  const { voteWithinMs } = unit;
  if (voteWithinMs === undefined || voteWithinMs >= needed) return;
  report(
    problems,
    'E0815',
    unit.place.span,
    `"${title}" may need ${sayLong(needed)} from its first switch to its last vote; the plan gives it ${sayLong(voteWithinMs)}`,
    { hint: `\`vote within ${String(Math.ceil(needed / 1_000))}s\`, or shorter steps` },
  );
}
