/** Only the steps that bring files, days before the rest: the download order on one device. */
import type { CheckedItem } from '../language/checked.ts';
import { compareVersions } from '../language/evaluate.ts';
import { fault, isFault, type OrFault } from '../protocol/fault.ts';
import { readAnswer } from './answers.ts';
import { openingLines } from './opening.ts';
import { perform, type Performance } from './perform.ts';
import { lookItems } from './prepare.ts';

/** `asked` is told the installed version: the device's request. */
export async function fetchAhead(
  performance: Performance,
  asked: (installed: string) => Promise<void>,
): Promise<OrFault<'downloaded' | 'nothing to do'>> {
  const { context } = performance;
  const opening = openingLines(context);
  if ('fault' in opening) return opening;
  const looked = await perform(performance, lookItems(context), opening, undefined);
  if (isFault(looked)) return looked;
  if (looked.word !== 'more') return refusal(looked, performance);
  const installed = String(context.scope.get('device.version') ?? '');
  await asked(installed);
  const same = compareVersions(installed, context.plan.release.version) === 0;
  const items = same ? [] : fetching(context.script.phases.stage ?? []);
  const answer = await perform(performance, items, [], { lines: [], reply: 'downloaded' });
  if (isFault(answer)) return answer;
  if (answer.word !== 'downloaded') return refusal(answer, performance);
  return same ? 'nothing to do' : 'downloaded';
}

/** Steps that give a file, and what decides about them. */
function fetching(items: readonly CheckedItem[]): readonly CheckedItem[] {
  return items.flatMap((item): readonly CheckedItem[] => {
    switch (item.kind) {
      case 'step':
        return item.as?.type === 'file' ? [item] : [];
      case 'when':
        return [{ ...item, then: fetching(item.then), otherwise: fetching(item.otherwise) }];
      case 'for':
        return [{ ...item, body: fetching(item.body) }];
      default:
        return [item];
    }
  });
}

function refusal(
  frame: Parameters<typeof readAnswer>[0],
  performance: Performance,
): OrFault<never> {
  const answer = readAnswer(frame, performance.cause);
  if (isFault(answer)) return answer;
  if (answer.answer === 'failed') return { fault: answer.fault };
  if (answer.answer === 'refused')
    return fault(
      'busy',
      `transaction ${answer.holder.transaction} of ${answer.holder.operator} holds it`,
    );
  return fault('bad-answer', `the device answered ${answer.answer}`);
}
