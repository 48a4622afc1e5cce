/**
 * What is said to the device for a step: the kit's own calls (docs/device-kit.md, *Requests*), with
 * `{name}` where only the run knows the value, and `{no}` for the step's number.
 */
import type { CheckedItem, CheckedStep, Expression } from '../checked.ts';
import { render } from '../evaluate.ts';
import { expand, type Known } from './known.ts';

/** The lines for one step: its way back first, as the kit wants it. */
export function callsOf(step: CheckedStep, known: Known): readonly string[] {
  const { primitive, as, tries, everyMs, withinMs } = step;
  const values = [primitive, ...valueWords(step, known)];
  // What `revert` does is laid down beforehand, as plain calls.
  if (step.id.startsWith('revert.')) return [`kit_mend ${values.join(' ')}`];
  const bounds = [as === undefined ? '0' : '1', String(tries), seconds(everyMs), seconds(withinMs)];
  const [word = primitive, ...words] = values;
  return [...wayCalls(step, known), ['kit_step', '{no}', word, ...bounds, ...words].join(' ')];
}

function wayCalls({ wayBack, family }: CheckedStep, known: Known): readonly string[] {
  switch (wayBack.by) {
    case 'nothing':
    case 'never':
      return [];
    case 'itself':
      return [family === 'backup' ? 'kit_way kept' : 'kit_way self'];
    case 'keep':
      return wayBack.from.map(
        ({ path, keep }) => `kit_way restore {no of ${keep}} ${wordOf(path, known)}`,
      );
    case 'steps':
      return callsIn(wayBack.items, known).map((call) => `kit_way call ${call}`);
  }
}

/** Plain calls, as `undo` blocks and `revert` lay them down; a branch's condition is asked beforehand. */
export function callsIn(items: readonly CheckedItem[], known: Known): readonly string[] {
  return items.flatMap((item) => {
    if (item.kind === 'step') return [[item.primitive, ...valueWords(item, known)].join(' ')];
    if (item.kind === 'when')
      return [...callsIn(item.then, known), ...callsIn(item.otherwise, known)];
    return item.kind === 'for' ? callsIn(item.body, known) : [];
  });
}

function valueWords(step: CheckedStep, known: Known): readonly string[] {
  const values = step.arguments.flatMap(({ param, type, value }) => {
    const name = param.replaceAll('-', '_');
    return [type === 'secret' ? `secret:${name}` : name, wordOf(value, known)];
  });
  const rest = step.rest.map((value) => wordOf(value, known));
  return rest.length === 0 ? values : [...values, '--', ...rest];
}

function wordOf(value: Expression, known: Known): string {
  return shellWord(textOf(expand(value, known)));
}

function textOf(value: Expression): string {
  switch (value.kind) {
    case 'constant':
      return render(value.value, value.type).join('\n');
    case 'read':
      return `{${value.name}}`;
    case 'template':
      return value.parts.map((part) => (typeof part === 'string' ? part : textOf(part))).join('');
    case 'list':
      return value.items.map(textOf).join('\n');
  }
}

/** As the device's room quotes: one word of the shell, whatever is in it. */
function shellWord(text: string): string {
  return /^[A-Za-z0-9_./:@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function seconds(ms: number): string {
  return String(Math.ceil(ms / 1_000));
}
