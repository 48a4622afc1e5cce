/**
 * Steps without a way back run on separate devices only.
 *
 * Deliberately not here: what the plan's own text shows (`linked`, `accepts`): the checker has seen to that.
 */
import type { CheckedScript, CheckedStep } from '../language/checked.ts';
import { report } from './problems.ts';
import type { Problems } from './problems.ts';
import { stepsIn } from './steps.ts';
import type { DraftUnit } from './units.ts';

/** A `separate` block whose devices the inventory links. */
export function checkIrreversible(
  problems: Problems,
  draft: DraftUnit,
  scriptOf: (name: string) => CheckedScript,
): void {
  if (!draft.byInventory) return;
  for (const member of new Set(draft.members.map((each) => each.member))) {
    const reasons = stepsIn(scriptOf(member.script).phases.switch ?? []).flatMap(reasonOf);
    const [first] = reasons;
    if (first === undefined) continue;
    const names = draft.members.map(({ device }) => `\`${device.name}\``).join(', ');
    report(
      problems,
      'E0813',
      member.place.span,
      `\`${member.script}\` can’t be undone as a whole: "${first}"`,
      {
        notes: [`the inventory links ${names}; in a linked unit all must be able to go back`],
      },
    );
  }
}

function reasonOf({ wayBack }: CheckedStep): readonly string[] {
  return wayBack.by === 'never' ? [wayBack.because] : [];
}
