/**
 * A diagnostic as people read it, and as programs do.
 *
 * Rule 1: whatever came from a file is shown escaped: no control character reaches the screen.
 * Rule 2: nothing is said by colour alone.
 */
import { pageOf } from '../codes/index.ts';
import type { Diagnostic, Label } from '../diagnostic.ts';
import { escapeHidden } from '../hidden.ts';
import { positionOf } from '../source.ts';
import type { Source } from '../source.ts';
import { frameOf } from './frame.ts';
import { coloured, plain } from './paint.ts';

export interface RenderOptions {
  readonly colour?: boolean;
}

/** Several lines, without a line end at the last. */
export function render(diagnostic: Diagnostic, { colour = false }: RenderOptions = {}): string {
  const paint = colour ? coloured : plain;
  const { severity } = pageOf(diagnostic.code);
  const { gutter, lines } = frameOf(diagnostic, paint);
  const indent = ' '.repeat(gutter + 1);
  const head = `${paint(severity, `${severity} ${diagnostic.code}`)}: ${escapeHidden(diagnostic.message)}`;
  const notes = diagnostic.notes.map((note) => `${indent}= ${escapeHidden(note)}`);
  const hint =
    diagnostic.hint === undefined
      ? []
      : [`${indent}${paint('strong', 'hint')}: ${escapeHidden(diagnostic.hint)}`];
  return [head, ...lines, ...notes, ...hint].join('\n');
}

/** One line of JSON; fields are added, never changed. */
export function renderJson(diagnostic: Diagnostic): string {
  const { code, message, source, labels, notes, hint } = diagnostic;
  const [main] = labels;
  return JSON.stringify({
    v: 1,
    kind: 'diagnostic',
    severity: pageOf(code).severity,
    code,
    message,
    ...placeOf(source, main),
    labels: labels.map((label) => ({
      ...placeOf(label.source ?? source, label),
      text: label.text,
    })),
    notes,
    ...(hint === undefined ? {} : { hint }),
  });
}

function placeOf(source: Source, { span }: Label): object {
  const start = positionOf(source, span.start);
  const end = positionOf(source, span.end);
  return {
    file: source.file,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
}
