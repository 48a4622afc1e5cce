/** A primitive's params: the first stands without a label, `rest` takes any more without. */
import type { PrimitiveParam, Type } from '../checked.ts';
import { find, type Findings } from '../findings.ts';
import type { ParamNode } from '../tree.ts';
import { fixedValue } from '../types/fixed-value.ts';
import { readType } from '../types/type-names.ts';

export interface PrimitiveParams {
  readonly params: readonly PrimitiveParam[];
  readonly rest?: PrimitiveParam;
}

export function lowerPrimitiveParams(
  nodes: readonly ParamNode[],
  findings: Findings,
): PrimitiveParams {
  const params: PrimitiveParam[] = [];
  let rest: PrimitiveParam | undefined;
  for (const node of nodes) {
    complainOfName(node, nodes, findings);
    const param = lowerParam(node, findings);
    if (param === undefined) continue;
    if (!node.rest) params.push(param);
    else if (rest === undefined) rest = param;
    else find(findings, 'E0607', node.span, 'there is only one `rest`');
  }
  return { params, ...(rest && { rest }) };
}

/** Bindings see it as a variable of their shell. */
function complainOfName(
  { name }: ParamNode,
  nodes: readonly ParamNode[],
  findings: Findings,
): void {
  const before = nodes.find((other) => other.name.text === name.text);
  if (before !== undefined && before.name !== name)
    find(findings, 'E0607', name.span, `the param \`${name.text}\` is given twice`, {
      others: [{ span: before.name.span, text: 'first here' }],
    });
  const taken = ['kept', 'saved', 'work'];
  if (name.text.startsWith('kit-') || taken.includes(name.text))
    find(findings, 'E0608', name.span, `a param can’t be called \`${name.text}\``, {
      why: 'bindings see it as a variable of their shell, beside the kit’s own',
    });
}

function lowerParam(node: ParamNode, findings: Findings): PrimitiveParam | undefined {
  const type = readType(node.type, findings);
  if (type === undefined) return undefined;
  complainOfType(node, type, findings);
  const value = node.value && fixedValue(node.value, type, findings);
  const limit =
    node.limit && typeof type === 'string'
      ? fixedValue(node.limit, { listOf: type }, findings)
      : undefined;
  return {
    name: node.name.text,
    type,
    ...(typeof limit === 'object' && { limit }),
    ...(value !== undefined && { value }),
  };
}

function complainOfType(node: ParamNode, type: Type, findings: Findings): void {
  if (
    typeof type === 'object' &&
    (type.listOf === 'text' || type.listOf === 'secret' || type.listOf === 'artifact')
  )
    find(findings, 'E0606', node.type.span, `there can be no list of ${type.listOf} here`, {
      why: 'a list reaches a binding as lines, one for each item, and only what holds no line’s end can be told apart',
      hint:
        type.listOf === 'text'
          ? 'use `rest NAME: text`: each is an argument of its own'
          : undefined,
    });
  if (
    node.rest &&
    (node.value !== undefined ||
      node.limit !== undefined ||
      typeof type === 'object' ||
      type === 'secret')
  )
    find(
      findings,
      'E0607',
      node.span,
      '`rest` has one type that is no list and no secret, and no default',
      { why: 'it takes any number of values, also none' },
    );
}
