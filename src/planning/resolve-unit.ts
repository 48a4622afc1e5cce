/** One unit: its order, and its time to the vote. */
import type { Precedence } from '../language/checked.ts';
import { inWords } from './duration.ts';
import type { PlanInputs } from './inputs.ts';
import { report } from './problems.ts';
import type { Problems } from './problems.ts';
import { ranksOf } from './ranks.ts';
import type { ResolvedDevice, ResolvedUnit } from './resolved.ts';
import { longestToVote } from './timing.ts';
import type { DraftUnit } from './units.ts';

/** Missing where an order or a script is wrong. */
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
  if (needed === undefined) return undefined;
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

/** Missing where a device has no script: that has been reported. */
function neededMs(
  { scripts, library, atOnce }: PlanInputs,
  switchRanks: readonly (readonly string[])[],
  devices: ReadonlyMap<string, ResolvedDevice>,
): number | undefined {
  const timed = new Map<
    string,
    { script: NonNullable<ReturnType<typeof scripts.get>>; params: ResolvedDevice['params'] }
  >();
  for (const name of switchRanks.flat()) {
    const device = devices.get(name);
    const script = device && scripts.get(device.script);
    if (device === undefined || script === undefined) return undefined;
    timed.set(name, { script, params: device.params });
  }
  const [first] = timed.values();
  if (first === undefined) return undefined;
  return longestToVote(switchRanks, (name) => timed.get(name) ?? first, library, atOnce);
}

function checkVote(problems: Problems, { title, unit }: DraftUnit, needed: number): void {
  const { voteWithinMs } = unit;
  if (voteWithinMs === undefined || voteWithinMs >= needed) return;
  report(
    problems,
    'E0815',
    unit.place.span,
    `"${title}" may need ${inWords(needed)} from its first switch to its last vote; the plan gives it ${inWords(voteWithinMs)}`,
    { hint: `\`vote within ${String(Math.ceil(needed / 1_000))}s\`, or shorter steps` },
  );
}
