/** One step, line by line: what it does, what is said to the device, what it touches, what undoes it. */
import type { CheckedStep, Library, WayBack } from '../checked.ts';
import { callsOf } from './calls.ts';
import { expand, type Known } from './known.ts';
import { sayLong } from './times.ts';
import { sayExpression, sayStep } from './words.ts';

export interface Explaining {
  readonly library: Library;
  readonly known: Known;
}

export function explainStep(step: CheckedStep, { library, known }: Explaining): readonly string[] {
  const primitive = library.primitives.get(step.primitive);
  return [
    `${step.id}  ${sayStep(step, primitive)}`,
    ...[
      ['does', primitive?.title ?? ''],
      ['family', step.family],
      ...touchLines(step, known),
      ...(step.as === undefined
        ? []
        : [
            [
              'gives',
              `${step.as.name}, a ${typeof step.as.type === 'object' ? `list of ${step.as.type.listOf}` : step.as.type}`,
            ],
          ]),
      ['undone', sayWayBack(step.wayBack, step, known)],
      ['longest', sayTime(step)],
      ['line', String(step.place.line)],
      ...callsOf(step, known).map((call, at) => [at === 0 ? 'told' : '', call]),
    ].map(
      ([label = '', text = '']) =>
        `  ${label.padEnd(8)}${text.replaceAll('\n', `\n${' '.repeat(10)}`)}`,
    ),
  ];
}

function touchLines(
  { touches }: CheckedStep,
  known: Known,
): readonly (readonly [string, string])[] {
  return touches
    .map(({ effect, kind, value }) => ({ effect, kind, said: sayExpression(expand(value, known)) }))
    .filter(({ said }) => said !== '[]')
    .map(({ effect, kind, said }) => [effect, `${kind} ${said}`] as const);
}

/** Whose work it is, in the reviewer's words. */
export function sayWayBack(way: WayBack, step: CheckedStep, known: Known): string {
  switch (way.by) {
    case 'nothing':
      return sayNothing(step);
    case 'itself':
      return step.family === 'backup'
        ? 'puts nothing back by itself: what writes under it later is put back from it'
        : `by \`${step.primitive}\` itself, from what it saved before it acted`;
    case 'keep':
      return way.from
        .map(
          ({ path, keep }) =>
            `${sayExpression(expand(path, known))} is put back from what ${keep} kept`,
        )
        .join('; ');
    case 'steps':
      return 'by its own `undo` block';
    case 'never':
      return `NEVER: ${way.because}`;
  }
}

function sayTime({ tries, everyMs, withinMs }: CheckedStep): string {
  const all = sayLong(withinMs);
  if (tries === 1) return all;
  return `${all}, with all of ${tries} tries${everyMs > 0 ? ` and the pauses of ${sayLong(everyMs)} between them` : ''}`;
}

/** Why a step needs no way back, by the phase that its id begins with. */
function sayNothing({ id, family, touches }: CheckedStep): string {
  const phase = id.split('.')[0] ?? '';
  if (family === 'check' || family === 'report') return 'nothing to undo: it only reads';
  if (phase === 'finish') return 'not undone: it comes after the commit';
  if (phase === 'revert') return 'not undone: it is part of the way back';
  const writes = touches.some(({ effect }) => effect === 'writes');
  return phase === 'stage' && writes
    ? 'goes with the places that `stage` made'
    : 'nothing to undo: it changes nothing that is managed';
}
