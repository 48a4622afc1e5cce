/**
 * A statement's values put to the params of its primitive.
 *
 * Rule 1: the first param stands without a label, the others with; `rest` takes any more without.
 * Deliberately not here: whether the values fit (`../types`).
 */
import type { Primitive, PrimitiveParam } from '../checked.ts';
import { find, type Findings } from '../findings.ts';
import { nearestHint } from '../nearest.ts';
import type { Argument, Primary, StatementNode } from '../tree.ts';

export interface Call {
  readonly primitive: Primitive;
  /** In the order of the primitive's params; a value that is left out has none. */
  readonly arguments: readonly { readonly param: PrimitiveParam; readonly value?: Primary }[];
  readonly rest: readonly Primary[];
}

export function matchCall(node: StatementNode, primitive: Primitive, findings: Findings): Call {
  const given = new Map<string, Argument>();
  const rest: Primary[] = [];
  for (const argument of node.arguments)
    if (argument.label === undefined) takeBare(argument, primitive, given, rest, findings);
    else takeLabelled(argument, primitive, given, findings);
  complainOfMissing(node, primitive, given, findings);
  const values = primitive.params.map((param) => {
    const value = given.get(param.name)?.value;
    return value === undefined ? { param } : { param, value };
  });
  return { primitive, arguments: values, rest };
}

function takeBare(
  argument: Argument,
  primitive: Primitive,
  given: Map<string, Argument>,
  rest: Primary[],
  findings: Findings,
): void {
  const first = primitive.params[0];
  if (first !== undefined && !given.has(first.name)) given.set(first.name, argument);
  else if (primitive.rest !== undefined) rest.push(argument.value);
  else tooMany(argument, primitive, given, findings);
}

function tooMany(
  argument: Argument,
  primitive: Primitive,
  given: ReadonlyMap<string, Argument>,
  findings: Findings,
): void {
  const open = primitive.params.slice(1).filter((param) => !given.has(param.name));
  const most = primitive.params.length === 0 ? 'no value' : 'only one value without a label';
  find(findings, 'E0408', argument.span, `\`${primitive.name}\` takes ${most}`, {
    why: `it is written ${usage(primitive)}`,
    hint: open[0] === undefined ? undefined : `is this \`${open[0].name}:\`?`,
  });
}

function takeLabelled(
  argument: Argument,
  primitive: Primitive,
  given: Map<string, Argument>,
  findings: Findings,
): void {
  const label = argument.label?.text ?? '';
  const span = argument.label?.span ?? argument.span;
  const known = primitive.params.map((param) => param.name);
  const before = given.get(label);
  if (!known.includes(label))
    find(findings, 'E0208', span, `\`${primitive.name}\` has no \`${label}:\``, {
      why: `it is written ${usage(primitive)}`,
      hint: nearestHint(label, known),
    });
  else if (before !== undefined)
    find(findings, 'E0407', span, `\`${label}:\` is given twice`, {
      others: [{ span: before.span, text: 'first here' }],
    });
  else {
    if (label === known[0])
      find(
        findings,
        'E0409',
        span,
        `\`${label}:\` is the first value: it stands without its label`,
      );
    given.set(label, argument);
  }
}

function complainOfMissing(
  node: StatementNode,
  primitive: Primitive,
  given: ReadonlyMap<string, Argument>,
  findings: Findings,
): void {
  const missing = primitive.params.filter(
    (param) => param.value === undefined && !given.has(param.name),
  );
  if (missing.length === 0) return;
  const labels = missing.map(
    (param) => `\`${param.name}${param === primitive.params[0] ? '' : ':'}\``,
  );
  find(findings, 'E0406', node.word.span, `\`${primitive.name}\` wants ${labels.join(' and ')}`, {
    why: `it is written ${usage(primitive)}`,
  });
}

/** `link AT to: TO`, with what may be left out in brackets. */
function usage(primitive: Primitive): string {
  const words = primitive.params.map((param, at) => {
    const word = at === 0 ? param.name.toUpperCase() : `${param.name}: ${param.name.toUpperCase()}`;
    return param.value === undefined ? word : `[${word}]`;
  });
  const [first, ...labelled] = words;
  const rest = primitive.rest === undefined ? [] : [`[${primitive.rest.name.toUpperCase()} …]`];
  return `\`${[primitive.name, ...(first === undefined ? [] : [first]), ...rest, ...labelled].join(' ')}\``;
}
