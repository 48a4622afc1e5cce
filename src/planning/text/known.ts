/**
 * What can be said of an expression before anything runs: with values where they are known, and the name in
 * braces where only the device will tell.
 *
 * Rule 1: a secret is shown as its name in the store, never as anything else.
 */
import type { CheckedScript, Expression, Type } from '../../language/checked.ts';
import { render } from '../../language/evaluate.ts';
import type { ResolvedDevice, ResolvedPlan } from '../resolved.ts';

/** A name's text, where it is known. */
export type Known = (name: string) => string | undefined;

export function knownOn(plan: ResolvedPlan, device: ResolvedDevice, script: CheckedScript): Known {
  const names = new Map<string, string>([
    ['device.name', device.name],
    ['device.platform', device.platform],
    ['device.address', device.address.transport === 'ssh' ? device.address.host : 'localhost'],
    ['release.name', plan.release.name],
    ['release.version', plan.release.version],
  ]);
  for (const { name, type } of script.params) {
    const value = device.params[name];
    if (value === undefined) continue;
    names.set(name, type === 'secret' ? `secret ${String(value)}` : render(value, type).join(' '));
  }
  // A choice may hang on what only the device knows; its name is kept.
  for (const { name, value, choice } of script.lets) {
    if (choice === undefined)
      names.set(
        name,
        textOf(value, (read) => names.get(read)),
      );
  }
  return (name) => names.get(name);
}

export function textOf(expression: Expression, known: Known): string {
  switch (expression.kind) {
    case 'constant':
      return rendered(expression.value, expression.type);
    case 'read':
      return known(expression.name) ?? `{${expression.name}}`;
    case 'template':
      return expression.parts
        .map((part) => (typeof part === 'string' ? part : textOf(part, known)))
        .join('');
    case 'list':
      return `[${expression.items.map((item) => textOf(item, known)).join(', ')}]`;
  }
}

function rendered(value: Parameters<typeof render>[0], type: Type): string {
  const texts = render(value, type);
  return typeof type === 'object' ? `[${texts.join(', ')}]` : (texts[0] ?? '');
}

/** As one word of a line: in quotes where it holds blanks or is empty, newlines shown, cut where it is long. */
export function worded(text: string): string {
  const line = text.replaceAll('\n', '\\n');
  const cut = line.length > 100 ? `${line.slice(0, 99)}…` : line;
  return /^[^\s"]+$/.test(cut) ? cut : `"${cut}"`;
}
