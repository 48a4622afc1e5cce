/** Params: the only door from outside. */
import type { CheckedParam, Datum, Type } from '../checked.ts';
import { find, type Findings } from '../findings.ts';
import type { ParamNode, Primary } from '../tree.ts';
import { complainOfChoice } from '../types/choices.ts';
import { fixedValue } from '../types/fixed-value.ts';
import { sayA, scalarNamed } from '../types/type-names.ts';
import type { Outline } from './outline.ts';

export function lowerParams(outline: Outline, findings: Findings): readonly CheckedParam[] {
  return outline.head.flatMap((item) => (item.kind === 'param' ? lowerParam(item, findings) : []));
}

function lowerParam(node: ParamNode, findings: Findings): readonly CheckedParam[] {
  if (node.rest)
    find(findings, 'E0306', node.span, '`rest` belongs to a primitive', {
      hint: 'write `param` here',
    });
  const type = paramType(node);
  if (type === undefined) return [];
  complainOfType(node, type, findings);
  const limit = node.limit && lowerLimit(node.limit, type, findings);
  const value = node.value && lowerDefault(node.value, type, findings);
  if (value !== undefined && limit !== undefined && typeof value !== 'object')
    complainOfChoice(
      { kind: 'constant', type, value },
      limit,
      node.name.text,
      node.value?.span ?? node.span,
      findings,
    );
  return [
    { name: node.name.text, type, ...(limit && { limit }), ...(value !== undefined && { value }) },
  ];
}

/** The type as written; that it is unknown has been said where names are bound. */
function paramType({ type }: ParamNode): Type | undefined {
  if (type.of === undefined) return scalarNamed(type.name.text);
  const listOf = scalarNamed(type.of.text);
  return listOf === undefined || type.name.text !== 'list' ? undefined : { listOf };
}

function complainOfType(node: ParamNode, type: Type, findings: Findings): void {
  const scalar = typeof type === 'object' ? type.listOf : type;
  if (scalar === 'file' || scalar === 'artifact')
    find(findings, 'E0423', node.type.span, `${sayA(scalar)} can’t come from outside`, {
      why:
        scalar === 'file'
          ? 'a file comes only from `fetch`, which has verified it'
          : 'an artifact is named by `artifact NAME`',
    });
  if (typeof type === 'object' && scalar === 'secret')
    find(findings, 'E0424', node.type.span, 'there are no lists of secrets', {
      why: 'each secret is used in one place that is declared so',
    });
  if (type === 'secret' && (node.value !== undefined || node.limit !== undefined))
    find(findings, 'E0417', (node.value ?? node.limit ?? node).span, 'a secret has no default', {
      why: 'a secret that stands in a script is none; it comes only from the store that the inventory names',
    });
}

function lowerDefault(value: Primary, type: Type, findings: Findings): Datum | undefined {
  return type === 'secret' ? undefined : fixedValue(value, type, findings);
}

function lowerLimit(limit: Primary, type: Type, findings: Findings): readonly Datum[] | undefined {
  if (typeof type === 'object' || type === 'secret') {
    if (typeof type === 'object')
      find(findings, 'E0424', limit.span, 'a list has no `in`', {
        why: '`in` names what one value may be',
      });
    return undefined;
  }
  const data = fixedValue(limit, { listOf: type }, findings);
  return typeof data === 'object' ? data : undefined;
}
