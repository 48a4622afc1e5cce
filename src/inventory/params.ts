/** `params:` and `labels:` of a group or a device. */
import { find } from '../document/findings.ts';
import type { Findings } from '../document/findings.ts';
import type { InventoryParam } from './model.ts';
import { isWord, WORD_RULE } from './names.ts';
import { shown } from '../document/shown.ts';
import { mappingIn, textIn, textsIn } from '../document/expect.ts';
import type { Yaml, YamlEntry, YamlText } from '../document/tree.ts';

export function paramsIn(findings: Findings, value: Yaml): ReadonlyMap<string, InventoryParam> {
  const params = new Map<string, InventoryParam>();
  for (const entry of mappingIn(findings, value, '`params`')) {
    const param = wordIsFine(findings, entry.key, 'param') && paramIn(findings, entry);
    if (param !== false && param !== undefined) params.set(param.name, param);
  }
  return params;
}

function paramIn(findings: Findings, { key, value }: YamlEntry): InventoryParam | undefined {
  const { span } = value;
  const nameSpan = key.span;
  if (value.kind === 'list') {
    const items = textsIn(findings, value, `\`${key.text}\``);
    return { name: key.text, value: items.map((item) => item.text), span, nameSpan };
  }
  // An empty text is a value; it has to be written as `""`.
  const text =
    value.kind === 'text' && span.end > span.start
      ? value.text
      : textIn(findings, value, `\`${key.text}\``);
  return text === undefined ? undefined : { name: key.text, value: text, span, nameSpan };
}

export function labelsIn(findings: Findings, value: Yaml): ReadonlyMap<string, string> {
  const labels = new Map<string, string>();
  for (const { key, value: label } of mappingIn(findings, value, '`labels`')) {
    const text = textIn(findings, label, `\`${key.text}\``);
    if (!wordIsFine(findings, key, 'label') || text === undefined) continue;
    if (isLabelValue(text)) labels.set(key.text, text);
    else {
      find(findings, 'E0712', label.span, `${shown(text)} can’t be a label’s value`, {
        hint: 'letters, digits, blanks, `.`, `_` and `-`: it becomes part of a unit’s name',
      });
    }
  }
  return labels;
}

function isLabelValue(text: string): boolean {
  return /^[\p{L}\p{N}][\p{L}\p{N}._ -]{0,63}$/u.test(text);
}

function wordIsFine(findings: Findings, key: YamlText, what: string): boolean {
  if (isWord(key.text)) return true;
  find(findings, 'E0709', key.span, `invalid name of a ${what}: ${shown(key.text)}`, {
    notes: [`a ${what}’s name is ${WORD_RULE}`],
  });
  return false;
}
