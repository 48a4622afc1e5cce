/**
 * Checked expressions as words of shell.
 *
 * Rule 1: *data* is what a variable holds and conditions compare: bytes, milliseconds, a list's lines;
 *         *rendered* is what a step is given: whole seconds, a list without its last line's end.
 * Rule 2: the same values come out as `evaluate` and `render` give (src/language/evaluate.ts).
 */
import type { Datum, Expression, ScalarType, Type } from '../language/checked.ts';
import { defect } from '../language/defect.ts';
import { render, renderScalar } from '../language/values/render.ts';
import { insideQuotes, LINE_END, listedText, variableOf, wordOf } from './shell-text.ts';

/** What the variable is to hold. */
export function dataWord(expression: Expression): string {
  const { kind, type } = expression;
  if (kind === 'constant') return wordOf(dataText(expression.value, type));
  if (kind === 'read') return `"$v_${variableOf(expression.name)}"`;
  if (kind === 'template') return templateWord(expression.parts);
  return `"${expression.items.map((item) => listedInside(item, itemType(type))).join('')}"`;
}

/** What a step is given for it. */
export function renderedWord(expression: Expression, want: Type): string {
  const { kind } = expression;
  const type = typeof want === 'object' ? want : expression.type;
  if (kind === 'constant') return wordOf(render(expression.value, type).join('\n'));
  if (kind === 'template') return templateWord(expression.parts);
  if (kind === 'read') return renderedRead(expression.name, expression.type);
  const items = expression.items.map((item) => itemInside(item, itemType(type)));
  return items.length === 0 ? "''" : `"${items.join(LINE_END)}"`;
}

function renderedRead(name: string, type: Type): string {
  const variable = variableOf(name);
  if (isDuration(type)) return `"$s_${variable}"`;
  return typeof type === 'object' ? `"\${v_${variable}%?}"` : `"$v_${variable}"`;
}

function templateWord(parts: readonly (string | Expression)[]): string {
  const texts = parts.map((part) => (typeof part === 'string' ? insideQuotes(part) : hole(part)));
  return `"${texts.join('')}"`;
}

function hole(part: Expression): string {
  switch (part.kind) {
    case 'constant':
      return typeof part.type === 'object'
        ? defect('a list stands in a text')
        : insideQuotes(renderScalar(part.value, part.type));
    case 'read':
      return `\${${part.type === 'duration' ? 's' : 'v'}_${variableOf(part.name)}}`;
    case 'template':
      return part.parts
        .map((inner) => (typeof inner === 'string' ? insideQuotes(inner) : hole(inner)))
        .join('');
    case 'list':
      return defect('a list stands in a text');
  }
}

/** A list's items one by one, as words of data; nothing where only the run knows them. */
export function itemWords(list: Expression): readonly string[] | undefined {
  if (list.kind === 'list') return list.items.map(dataWord);
  if (list.kind !== 'constant' || typeof list.value !== 'object') return undefined;
  const of = itemType(list.type);
  return list.value.map((item) => wordOf(dataText(item, of)));
}

/** The same as a step is given them; of a list, texts and numbers stay as they are but durations. */
export function renderedItems(list: Expression): readonly string[] | undefined {
  const of = itemType(list.type);
  if (list.kind === 'list') return list.items.map((item) => `"${itemInside(item, of)}"`);
  if (list.kind !== 'constant') return undefined;
  return render(list.value, list.type).map(wordOf);
}

function itemInside(item: Expression, of: ScalarType): string {
  if (of === 'duration') {
    if (item.kind === 'read') return `\${s_${variableOf(item.name)}}`;
    if (item.kind === 'constant') return insideQuotes(renderScalar(item.value, of));
  }
  return dataInside(item);
}

/** Data as a part of a text in double quotes. */
function dataInside(item: Expression): string {
  if (item.kind === 'constant') return insideQuotes(dataText(item.value, item.type));
  if (item.kind === 'read') return `\${v_${variableOf(item.name)}}`;
  return hole(item);
}

/** An item with its line's end; in a list of texts it is quoted, which only constants can be beforehand. */
function listedInside(item: Expression, of: ScalarType): string {
  if (of !== 'text') return `${dataInside(item)}${LINE_END}`;
  if (item.kind === 'constant')
    return `${insideQuotes(listedText(dataText(item.value, item.type)))}${LINE_END}`;
  return defect('a list of texts with names in it is made by `run_add`');
}

/** A list's items as one text, with blanks between them. */
export function spacedWord(items: readonly Expression[]): string {
  return `"${items.map(dataInside).join(' ')}"`;
}

/** Whether a list's data can be written as one word; else `run_add` makes it, item by item. */
export function isOneWord(expression: Expression): boolean {
  if (expression.kind !== 'list' || itemType(expression.type) !== 'text') return true;
  return expression.items.every((item) => item.kind === 'constant');
}

function dataText(value: Datum, type: Type): string {
  if (typeof value !== 'object') return String(value);
  const of = itemType(type);
  return value
    .map((item) => `${of === 'text' ? listedText(String(item)) : String(item)}\n`)
    .join('');
}

export function itemType(type: Type): ScalarType {
  return typeof type === 'object' ? type.listOf : type;
}

export function isDuration(type: Type): boolean {
  return itemType(type) === 'duration';
}

export function typeText(type: Type): string {
  return typeof type === 'object' ? `list of ${type.listOf}` : type;
}
