/**
 * A diagnostic as people read it, and as programs do.
 *
 * Rule 1: whatever came from a file is shown escaped: no control character reaches the screen.
 * Rule 2: nothing is said by colour alone.
 * Rule 3: a password that stands in a URL is not shown, wherever the URL stands.
 */
import { pageOf } from '../codes/index.ts';
import type { Diagnostic, Label } from '../diagnostic.ts';
import { escapeHidden } from '../hidden.ts';
import { hidePasswords } from '../passwords.ts';
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
  const head = `${paint(severity, `${severity} ${diagnostic.code}`)}: ${harmless(diagnostic.message)}`;
  const notes = diagnostic.notes.map((note) => `${indent}= ${harmless(note)}`);
  const hint =
    diagnostic.hint === undefined
      ? []
      : [`${indent}${paint('strong', 'hint')}: ${harmless(diagnostic.hint)}`];
  return [head, ...lines, ...notes, ...hint].join('\n');
}

function harmless(text: string): string {
  return escapeHidden(hidePasswords(text));
}

/** One line of JSON; fields are added, never changed. */
export function renderJson(diagnostic: Diagnostic): string {
  const { code, message, source, labels, notes, hint } = diagnostic;
  const [main] = labels;
  const line = {
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
  };
  return JSON.stringify(line, (_key, value: unknown) =>
    typeof value === 'string' ? hidePasswords(value) : value,
  );
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
