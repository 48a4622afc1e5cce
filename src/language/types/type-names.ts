/** Types as they are written and said. */
import type { ScalarType, Type } from '../checked.ts';
import { find, type Findings } from '../findings.ts';
import { nearestHint } from '../nearest.ts';
import type { TypeNode } from '../tree.ts';

const scalarTypes: readonly ScalarType[] = [
  'text',
  'path',
  'name',
  'host',
  'url',
  'version',
  'debian-version',
  'size',
  'duration',
  'integer',
  'boolean',
  'secret',
  'file',
  'artifact',
];

export function sayType(type: Type): string {
  return typeof type === 'object' ? `list of ${type.listOf}` : type;
}

/** With its article: `an integer`. */
export function sayA(type: Type): string {
  const said = sayType(type);
  return `${/^[aeiou]/.test(said) ? 'an' : 'a'} ${said}`;
}

export function sameType(a: Type, b: Type): boolean {
  return sayType(a) === sayType(b);
}

export function scalarNamed(word: string): ScalarType | undefined {
  return scalarTypes.find((type) => type === word);
}

/** Nothing, and a finding, where no such type is known. */
export function readType(node: TypeNode, findings: Findings): Type | undefined {
  if (node.of === undefined) return readScalar(node, findings);
  const of = scalarNamed(node.of.text);
  if (node.name.text !== 'list') {
    find(findings, 'E0212', node.name.span, `unknown type \`${node.name.text} of\``, {
      hint: 'only `list of TYPE` has an `of`',
    });
    return undefined;
  }
  if (of === undefined) return unknown(node.of, findings);
  return { listOf: of };
}

function readScalar(node: TypeNode, findings: Findings): Type | undefined {
  const { name } = node;
  const type = scalarNamed(name.text);
  if (type === undefined && name.text === 'list') {
    find(findings, 'E0212', name.span, 'a list of what?', { hint: 'write `list of path`' });
    return undefined;
  }
  return type ?? unknown(name, findings);
}

function unknown(name: TypeNode['name'], findings: Findings): ScalarType | undefined {
  find(findings, 'E0212', name.span, `unknown type \`${name.text}\``, {
    why: `types are ${scalarTypes.join(', ')}, and \`list of\` one of them`,
    hint: nearestHint(name.text, scalarTypes),
  });
  return undefined;
}
