/** Takes a tree apart by what is wanted, and says so where something else stands. */
import { nearestHint } from '../language/nearest.ts';
import type { Span } from '../language/tree.ts';
import { find } from './findings.ts';
import type { Findings } from './findings.ts';
import { shown } from './shown.ts';
import type { Yaml, YamlEntry, YamlMap, YamlText } from './tree.ts';

export function mappingIn(findings: Findings, value: Yaml, what: string): readonly YamlEntry[] {
  if (value.kind === 'mapping') return value.entries;
  // `groups:` with nothing under it is an empty mapping to people.
  if (!isEmpty(value)) wanted(findings, value.span, what, 'a mapping (`key: value` lines)');
  return [];
}

export function listIn(findings: Findings, value: Yaml, what: string): readonly Yaml[] {
  if (value.kind === 'list') return value.items;
  if (!isEmpty(value)) wanted(findings, value.span, what, 'a list');
  return [];
}

export function textIn(findings: Findings, value: Yaml, what: string): string | undefined {
  if (value.kind === 'text' && value.text !== '') return value.text;
  wanted(findings, value.span, what, 'a text');
  return undefined;
}

export function textsIn(findings: Findings, value: Yaml, what: string): readonly YamlText[] {
  const items = listIn(findings, value, what);
  const texts: YamlText[] = [];
  for (const item of items) {
    if (item.kind === 'text' && item.text !== '') texts.push(item);
    else wanted(findings, item.span, `each of ${what}`, 'a text');
  }
  return texts;
}

function isEmpty(value: Yaml): boolean {
  return value.kind === 'text' && value.text === '';
}

function wanted(findings: Findings, span: Span, what: string, kind: string): void {
  find(findings, 'E0707', span, `${what} must be ${kind}`);
}

/** A mapping's values by key; a key that is not among `known` is refused. */
export function fieldsIn(
  findings: Findings,
  value: Yaml,
  what: string,
  known: readonly string[],
): ReadonlyMap<string, Yaml> {
  const fields = new Map<string, Yaml>();
  for (const { key, value: field } of mappingIn(findings, value, what)) {
    if (known.includes(key.text)) fields.set(key.text, field);
    else unknownKey(findings, key, what, known);
  }
  return fields;
}

function unknownKey(
  findings: Findings,
  key: YamlText,
  what: string,
  known: readonly string[],
): void {
  find(findings, 'E0706', key.span, `${what} has no key ${shown(key.text)}`, {
    notes: [`it may have ${known.map((name) => `\`${name}\``).join(', ')}`],
    hint: nearestHint(key.text, known),
  });
}

/** A text field; nothing where it isn't there. */
export function textField(
  findings: Findings,
  fields: ReadonlyMap<string, Yaml>,
  key: string,
): YamlText | undefined {
  const value = fields.get(key);
  if (value === undefined || textIn(findings, value, `\`${key}\``) === undefined) return undefined;
  return value.kind === 'text' ? value : undefined;
}

export function missing(
  findings: Findings,
  at: Yaml | YamlMap,
  what: string,
  key: string,
  hint?: string,
): void {
  find(findings, 'E0708', headOf(at), `${what} has no \`${key}\``, { hint });
}

/** A mapping is pointed at by its first key: its whole text would be a wall of carets. */
function headOf(at: Yaml): Span {
  const first = at.kind === 'mapping' ? at.entries[0] : undefined;
  return first === undefined
    ? { start: at.span.start, end: Math.max(at.span.end, at.span.start) }
    : first.key.span;
}
