/** Steps without a way back: on separate devices only, and only where the plan repeats what they say. */
import type { CheckedItem, CheckedScript, CheckedStep } from '../language/checked.ts';
import { stepsIn } from './steps.ts';
import { report } from './problems.ts';
import type { Problems } from './problems.ts';
import type { DraftUnit } from './units.ts';

export function checkIrreversible(
  problems: Problems,
  draft: DraftUnit,
  scripts: ReadonlyMap<string, CheckedScript>,
): void {
  for (const member of new Set(draft.members.map((each) => each.member))) {
    const script = scripts.get(member.script);
    if (script === undefined) continue;
    const texts = reasonsIn(script.phases.switch ?? []);
    if (texts.length > 0 && draft.mode === 'linked') {
      report(
        problems,
        'E0813',
        member.place.span,
        `\`${script.name}\` ${texts.join(', ')}: it can’t run in a linked unit`,
        {
          notes: [
            ...(draft.byInventory ? ['the inventory links these devices'] : []),
            'a linked unit must be able to go back as a whole',
          ],
        },
      );
    }
    checkAccepted(problems, draft, member, script.name, texts);
  }
}

function checkAccepted(
  problems: Problems,
  draft: DraftUnit,
  member: DraftUnit['members'][number]['member'],
  script: string,
  texts: readonly string[],
): void {
  const { accepts, place } = member;
  const left = texts.filter((text) => text !== accepts);
  if (draft.mode === 'separate' && left[0] !== undefined) {
    report(
      problems,
      'E0814',
      place.span,
      `\`${script}\` has a step that can’t be undone: "${left[0]}"`,
      {
        hint:
          texts.length === 1
            ? `if that is wanted: accepts "${left[0]}"`
            : 'a member can accept one such text only',
      },
    );
  }
  if (accepts !== undefined && texts.length === 0) {
    report(
      problems,
      'E0814',
      place.span,
      `\`${script}\` has no irreversible step that says "${accepts}"`,
    );
  }
}

function reasonsIn(items: readonly CheckedItem[]): readonly string[] {
  return [...new Set(stepsIn(items).flatMap(reasonOf))];
}

function reasonOf({ wayBack }: CheckedStep): readonly string[] {
  return wayBack.by === 'never' ? [wayBack.because] : [];
}
