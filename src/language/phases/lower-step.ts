/** One statement as a step: its word in its phase, its values in their types, its bounds. */
import type { Expression, Primitive, Type } from '../checked.ts';
import { find } from '../findings.ts';
import type { Call } from '../names/match-call.ts';
import type { Primary, StatementNode } from '../tree.ts';
import { typeOfValue } from '../types/infer.ts';
import { lowerValue } from '../types/lower-value.ts';
import { sameType } from '../types/type-names.ts';
import { complainOfChoice } from '../types/choices.ts';
import type { DraftArgument, DraftStep, DraftTouch } from './draft.ts';
import { placeOf, type Lowering } from './lowering.ts';
import { complainOfModifiers } from './modifier-rules.ts';
import { modifierOf, readAs, readBounds } from './modifiers.ts';
import { complainOfPlatforms } from './platform-rules.ts';
import { complainOfRun } from './run-rules.ts';
import { familyHere } from './word-rules.ts';

export function lowerStep(
  node: StatementNode,
  id: string,
  lowering: Lowering,
): DraftStep | undefined {
  const { findings, binding } = lowering;
  const call = binding.callOf.get(node);
  if (call === undefined) return undefined;
  const { primitive } = call;
  const family = familyHere(node, primitive, lowering);
  complainOfModifiers(node, lowering);
  complainOfPlatforms(node, primitive, lowering);
  const values = lowerArguments(call, node, lowering);
  const rest = call.rest.map((value) => lowerRest(value, primitive, lowering));
  complainOfRun(node, primitive, family, values, lowering);
  complainOfSecretLaidDown(values, lowering);
  const as = readAs(node, primitive, findings);
  if (as !== undefined) complainOfSecretGiven(node, values, lowering);
  return {
    kind: 'step',
    id,
    node,
    primitive,
    family,
    arguments: values,
    rest,
    ...readBounds(node, primitive, findings),
    ...(as && { as }),
    ...lowerUndo(node, id, lowering),
    ...readNever(node, lowering),
    touches: touchesOf(primitive, values),
    place: placeOf(node.span, lowering),
  };
}

function lowerArguments(
  call: Call,
  node: StatementNode,
  lowering: Lowering,
): readonly DraftArgument[] {
  return call.arguments.map(({ param, value }) => {
    if (value === undefined)
      return {
        param,
        value: defaultOf(param.type, param.value),
        written: false,
        span: node.word.span,
      };
    const lowered = lowerValue(value, param.type, lowering.typing);
    if (lowered !== undefined && param.limit !== undefined)
      complainOfChoice(lowered, param.limit, param.name, value.span, lowering.findings);
    return { param, value: lowered, written: true, span: value.span };
  });
}

function defaultOf(type: Type, value: DraftArgument['param']['value']): Expression | undefined {
  return value === undefined ? undefined : { kind: 'constant', type, value };
}

/** Each is one value, or a list of them. */
function lowerRest(
  value: Primary,
  { rest }: Primitive,
  { typing }: Lowering,
): Expression | undefined {
  if (rest === undefined || typeof rest.type === 'object') return undefined;
  const said = typeOfValue(value, typing);
  const isList = value.kind === 'list' || typeof said === 'object';
  return lowerValue(value, isList ? { listOf: rest.type } : rest.type, typing);
}

function touchesOf(primitive: Primitive, values: readonly DraftArgument[]): readonly DraftTouch[] {
  return primitive.touches.flatMap(({ effect, kind, param }) => {
    const argument = values.find((value) => value.param.name === param);
    return argument === undefined
      ? []
      : [{ effect, kind, value: argument.value, span: argument.span }];
  });
}

function lowerUndo(node: StatementNode, id: string, lowering: Lowering): Pick<DraftStep, 'undo'> {
  const undo = modifierOf(node, 'undo', lowering.findings);
  if (undo === undefined) return {};
  return { undo: { items: lowering.inside(undo.body.items, `${id}.undo`), span: undo.span } };
}

function readNever(node: StatementNode, { findings, typing }: Lowering): Pick<DraftStep, 'never'> {
  const modifier = modifierOf(node, 'irreversible', findings);
  if (modifier === undefined) return {};
  const because = lowerValue(modifier.because, 'text', typing);
  if (because?.kind === 'constant')
    return { never: { because: String(because.value), span: modifier.span } };
  if (because !== undefined)
    find(findings, 'E0428', modifier.because.span, 'this text has holes', {
      why: 'a plan repeats it word by word',
    });
  return { never: { because: '', span: modifier.span } };
}

/** What a program that was given a secret prints may hold it. */
function complainOfSecretGiven(
  node: StatementNode,
  values: readonly DraftArgument[],
  { findings }: Lowering,
): void {
  const secret = secretAmong(values);
  if (secret === undefined) return;
  find(
    findings,
    'E0425',
    modifierOf(node, 'as', findings)?.span ?? node.span,
    'what this step gives may hold the secret',
    {
      others: [{ span: secret.span, text: 'given here' }],
      why: 'a value is shown, journaled and compared; a secret never is',
    },
  );
}

/** What the device carries out by itself would need the secret on its disc. */
function complainOfSecretLaidDown(
  values: readonly DraftArgument[],
  { findings, here }: Lowering,
): void {
  const secret = here === 'undo' || here === 'revert' ? secretAmong(values) : undefined;
  if (secret === undefined) return;
  find(findings, 'E0915', secret.span, `a secret can’t be used in \`${here}\` yet`, {
    why: 'the device carries this out by itself, and no secret stays on a device',
    hint: 'put back from a `keep` what the secret changed',
  });
}

function secretAmong(values: readonly DraftArgument[]): DraftArgument | undefined {
  return values.find(
    ({ param, written, value }) => sameType(param.type, 'secret') && written && !isNone(value),
  );
}

export function isNone(value: Expression | undefined): boolean {
  return value?.kind === 'constant' && value.value === '';
}
