/** Params: the only door from outside. */
import type { CheckedParam, Datum, Expression, Type } from '../checked.ts';
import { find } from '../findings.ts';
import type { ParamNode, Primary } from '../tree.ts';
import { complainOfChoice } from '../types/choices.ts';
import type { Typing } from '../types/infer.ts';
import { lowerValue } from '../types/lower-value.ts';
import { scalarNamed } from '../types/type-names.ts';
import { evaluate } from '../evaluate.ts';
import type { Outline } from './outline.ts';

export function lowerParams(outline: Outline, typing: Typing): readonly CheckedParam[] {
  return outline.head.flatMap((item) => (item.kind === 'param' ? lowerParam(item, typing) : []));
}

function lowerParam(node: ParamNode, typing: Typing): readonly CheckedParam[] {
  const { findings } = typing;
  if (node.rest)
    find(findings, 'E0306', node.span, '`rest` belongs to a primitive', {
      hint: 'write `param` here',
    });
  const type = paramType(node);
  if (type === undefined) return [];
  complainOfType(node, type, typing);
  const limit = node.limit && lowerLimit(node.limit, type, typing);
  const value = node.value && lowerDefault(node.value, type, typing);
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

function complainOfType(node: ParamNode, type: Type, { findings }: Typing): void {
  const scalar = typeof type === 'object' ? type.listOf : type;
  if (scalar === 'file' || scalar === 'artifact')
    find(
      findings,
      'E0423',
      node.type.span,
      `a ${scalar} can’t come from outside`.replace('a artifact', 'an artifact'),
      {
        why:
          scalar === 'file'
            ? 'a file comes only from `fetch`, which has verified it'
            : 'an artifact is named by `artifact NAME`',
      },
    );
  if (typeof type === 'object' && scalar === 'secret')
    find(findings, 'E0424', node.type.span, 'there are no lists of secrets', {
      why: 'each secret is used in one place that is declared so',
    });
  if (type === 'secret' && (node.value !== undefined || node.limit !== undefined))
    find(findings, 'E0417', (node.value ?? node.limit ?? node).span, 'a secret has no default', {
      why: 'a secret that stands in a script is none; it comes only from the store that the inventory names',
    });
}

function lowerDefault(value: Primary, type: Type, typing: Typing): Datum | undefined {
  return type === 'secret' ? undefined : constantOf(lowerValue(value, type, typing), value, typing);
}

function lowerLimit(limit: Primary, type: Type, typing: Typing): readonly Datum[] | undefined {
  if (typeof type === 'object' || type === 'secret') {
    if (typeof type === 'object')
      find(typing.findings, 'E0424', limit.span, 'a list has no `in`', {
        why: '`in` names what one value may be',
      });
    return undefined;
  }
  const data = constantOf(lowerValue(limit, { listOf: type }, typing), limit, typing);
  return typeof data === 'object' ? data : undefined;
}

/** A default or a limit is known from the text alone. */
function constantOf(
  value: Expression | undefined,
  node: Primary,
  { findings }: Typing,
): Datum | undefined {
  if (value === undefined) return undefined;
  if (isConstant(value)) return evaluate(value, { get: () => undefined });
  find(findings, 'E0428', node.span, 'this reads a name', {
    why: 'a param’s default and its choices stand in the text',
  });
  return undefined;
}

function isConstant(value: Expression): boolean {
  if (value.kind === 'list') return value.items.every(isConstant);
  return value.kind === 'constant';
}
