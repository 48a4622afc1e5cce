/**
 * Which names are known where.
 *
 * Rule 1: what a block gives stays inside; what a phase gives is known to the script's end, for the
 *         phases that surely come after it (`phases/table.ts`).
 */
import type { PhaseName } from '../checked.ts';
import { find, type Findings } from '../findings.ts';
import { nearestHint } from '../nearest.ts';
import { seesNamesOf } from '../phases/table.ts';
import type { Name, ReferenceNode } from '../tree.ts';
import { fieldsOf, holders } from './builtins.ts';
import { referenceName } from './references.ts';
import type { NameSymbol } from './symbols.ts';

/** Names given in one block, and what lies around it. */
export interface NameScope {
  readonly names: Map<string, NameSymbol>;
  readonly outer?: NameScope;
}

/** Where a name is read: the phase, or one of the head's places. */
export type Reader = PhaseName | 'head' | 'installed';

/** Every name that the script gives anywhere, for a good message when one is out of reach. */
export type Everywhere = ReadonlyMap<string, Name>;

export function lookUp(scope: NameScope | undefined, name: string): NameSymbol | undefined {
  return scope === undefined ? undefined : (scope.names.get(name) ?? lookUp(scope.outer, name));
}

/** Gives a name; one that is known already is a finding, and keeps its first meaning. */
export function give(scope: NameScope, name: Name, symbol: NameSymbol, findings: Findings): void {
  const before = lookUp(scope, name.text);
  if (before === undefined && !holders.includes(name.text)) {
    scope.names.set(name.text, symbol);
    return;
  }
  find(findings, 'E0203', name.span, `the name \`${name.text}\` is given already`, {
    why: 'a name is given once and never shadowed, so that it means one thing wherever it is read',
    hint: 'choose another name',
    ...(before?.span !== undefined && { others: [{ span: before.span, text: 'given here' }] }),
  });
}

export interface Reading {
  readonly scope: NameScope;
  readonly reader: Reader;
  readonly everywhere: Everywhere;
  readonly findings: Findings;
}

/** The symbol that a reference reads; nothing, and a finding, where there is none or it isn't known yet. */
export function resolve(node: ReferenceNode, reading: Reading): NameSymbol | undefined {
  const name = referenceName(node);
  const symbol = lookUp(reading.scope, name);
  if (symbol === undefined) return unresolved(node, name, reading);
  return isKnownTo(symbol, node, reading) ? symbol : undefined;
}

function isKnownTo(
  symbol: NameSymbol,
  node: ReferenceNode,
  { reader, findings }: Reading,
): boolean {
  if (symbol.late && (reader === 'installed' || reader === 'report')) {
    find(findings, 'E0204', node.span, `\`${symbol.name}\` may not be known here`, {
      why:
        reader === 'installed'
          ? 'this is how the installed version is read in the first place'
          : '`report` also runs where the version could not be read',
    });
    return false;
  }
  if (symbol.phase === undefined || reader === 'head' || reader === 'installed') return true;
  if (seesNamesOf[reader].includes(symbol.phase)) return true;
  find(findings, 'E0204', node.span, `\`${symbol.name}\` may not be known in \`${reader}\``, {
    ...(symbol.span !== undefined && {
      others: [{ span: symbol.span, text: `given in \`${symbol.phase}\`` }],
    }),
    why: whyUnknown[reader] ?? `\`${symbol.phase}\` comes later`,
    hint: 'build the value from params and `let`s in the script’s head',
  });
  return false;
}

const whyUnknown: Readonly<Partial<Record<Reader, string>>> = {
  verify:
    'a device that is on the ordered version already is verified without backup, stage and switch',
  finish:
    'a device that is on the ordered version already comes here without backup, stage and switch',
  revert:
    'what `revert` does is laid down on the device right after `check`, before it can be needed',
  report: '`report` runs however it ended, also where no other phase has run',
};

function unresolved(node: ReferenceNode, name: string, reading: Reading): NameSymbol | undefined {
  const { findings, everywhere } = reading;
  if (node.field !== undefined) return badField(node, reading);
  const elsewhere = everywhere.get(name);
  if (elsewhere !== undefined) {
    find(findings, 'E0204', node.span, `\`${name}\` isn’t known here`, {
      others: [{ span: elsewhere.span, text: 'given here' }],
      why: 'a name is known from the line that gives it; what a `when`, `for` or `undo` block gives stays inside',
    });
  } else if (holders.includes(name)) {
    find(findings, 'E0207', node.span, `\`${name}\` alone is no value`, {
      hint: `write ${fieldsOf(name)
        .map((field) => `\`${name}.${field}\``)
        .join(', ')}`,
    });
  } else {
    find(findings, 'E0201', node.span, `unknown name \`${name}\``, {
      hint: nearestHint(name, namesIn(reading.scope)) ?? `a text stands in quotes: \`"${name}"\``,
    });
  }
  return undefined;
}

function badField(node: ReferenceNode, { findings, scope }: Reading): NameSymbol | undefined {
  const holder = node.name.text;
  const field = node.field?.text ?? '';
  const fields = holders.includes(holder)
    ? fieldsOf(holder)
    : lookUp(scope, `${holder}.size`)
      ? ['size']
      : [];
  if (fields.length > 0)
    find(findings, 'E0207', node.field?.span ?? node.span, `\`${holder}\` has no \`${field}\``, {
      why: `it has ${fields.map((known) => `\`${known}\``).join(', ')}`,
      hint: nearestHint(field, fields),
    });
  else if (lookUp(scope, holder) !== undefined)
    find(findings, 'E0207', node.span, `\`${holder}\` is a plain value: it has no \`${field}\``);
  else
    find(findings, 'E0201', node.name.span, `unknown name \`${holder}\``, {
      hint: nearestHint(holder, [...holders, ...namesIn(scope)]),
    });
  return undefined;
}

function namesIn(scope: NameScope | undefined): readonly string[] {
  return scope === undefined ? [] : [...scope.names.keys(), ...namesIn(scope.outer)];
}
