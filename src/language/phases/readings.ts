/** `installed …` and `prepared …`: a check word that gives the version. */
import { find } from '../findings.ts';
import type { ReadingNode } from '../tree.ts';
import type { DraftStep } from './draft.ts';
import { loweringIn } from './lower-items.ts';
import type { LoweringSource } from './lowering.ts';
import { lowerStep } from './lower-step.ts';

export function lowerReading(
  { of, statement }: ReadingNode,
  source: LoweringSource,
): DraftStep | undefined {
  const { findings } = source;
  const step = lowerStep(statement, of, loweringIn('check', of, source));
  if (step === undefined) return undefined;
  const { gives, name } = step.primitive;
  if (gives !== 'version' && gives !== 'text')
    find(findings, 'E0422', statement.word.span, `\`${name}\` gives no version`, {
      why: `\`${of}\` says how the ${of} version is read`,
      hint: '`read-version PATH` reads one from a file',
    });
  const as = statement.modifiers.find((modifier) => modifier.kind === 'as');
  if (as !== undefined)
    find(findings, 'E0313', as.span, `\`as\` has no meaning in \`${of}\``, {
      hint: of === 'installed' ? 'what it gives is `device.version`' : undefined,
    });
  return step;
}
