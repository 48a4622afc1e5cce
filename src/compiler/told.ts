/**
 * What a program says of a step that has failed: its values, as `run_failed` puts them into words (causes.sh).
 *
 * Rule 1: what is known now is written as people will read it; only what the run knows is left to be said there.
 * Rule 2: nothing but ASCII is added to what the script has: where a text was cut, the kind `cut` says so.
 */
import type { CheckedStep, Expression } from '../language/checked.ts';
import { evaluate } from '../language/evaluate.ts';
import { CUT, shortened, shownDatum, shownParts, type ShownPart } from '../language/shown.ts';
import { dataWord, itemType, spacedWord } from './expressions.ts';
import { namesIn } from './names.ts';
import { wordOf } from './shell-text.ts';

/** `[LABEL:] KIND VALUE`; of `as` the value is a text, else a word of shell. */
interface Told {
  readonly label?: string;
  readonly kind: string;
  readonly value: string;
}

export function toldWords(step: CheckedStep): readonly string[] {
  const all = shownParts(step).flatMap(toldPart);
  return all
    .reduce<readonly Told[]>(withNext, [])
    .flatMap(({ label, kind, value }) => [
      ...(label === undefined ? [] : [label]),
      kind,
      kind === 'as' ? wordOf(value) : value,
    ]);
}

/** Texts that stand side by side are one. */
function withNext(told: readonly Told[], next: Told): readonly Told[] {
  const last = told.at(-1);
  if (last?.kind !== 'as' || next.kind !== 'as') return [...told, next];
  return [...told.slice(0, -1), { ...last, value: `${last.value} ${next.value}` }];
}

function toldPart(part: ShownPart): readonly Told[] {
  const known = knownText(part);
  if (known === '') return [];
  const label = part.label === undefined ? {} : { label: part.label };
  if (known?.startsWith(CUT) === true)
    return [{ ...label, kind: 'cut', value: wordOf(known.slice(CUT.length)) }];
  if (known !== undefined)
    return [{ kind: 'as', value: part.label === undefined ? known : `${part.label} ${known}` }];
  return 'value' in part ? [{ ...label, ...toldValue(part.value) }] : [];
}

function knownText(part: ShownPart): string | undefined {
  if ('text' in part) return part.text;
  const { value } = part;
  if (namesIn(value).length > 0) return undefined;
  return shortened(shownDatum(evaluate(value, { get: () => undefined }), value.type));
}

function toldValue(value: Expression): Pick<Told, 'kind' | 'value'> {
  const of = itemType(value.type);
  const hasUnit = of === 'size' || of === 'duration';
  if (typeof value.type !== 'object')
    return { kind: hasUnit ? of : 'text', value: dataWord(value) };
  if (value.kind === 'list' && !hasUnit) return { kind: 'text', value: spacedWord(value.items) };
  return { kind: `list-of-${of}`, value: dataWord(value) };
}
