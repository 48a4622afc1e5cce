/**
 * A block's items as drafts: steps, branches, loops, requirements, values.
 *
 * Rule 1: whatever can't stand in a block is said here, and left out.
 */
import { find } from '../findings.ts';
import type { PhaseName } from '../checked.ts';
import type {
  ForNode,
  Item,
  LetNode,
  Primary,
  RequireNode,
  StatementNode,
  WhenNode,
} from '../tree.ts';
import type { Binding } from '../names/symbols.ts';
import { typeOf, typeOfValue } from '../types/infer.ts';
import { lowerCondition } from '../types/lower-condition.ts';
import { lowerValue } from '../types/lower-value.ts';
import { lowerText } from '../types/lower-text.ts';
import type { DraftFor, DraftItem, DraftLet, DraftRequire, DraftStep, DraftWhen } from './draft.ts';
import { lowerStep } from './lower-step.ts';
import { placeOf, type Lowering, type LoweringSource } from './lowering.ts';
import { decideOn } from './platforms.ts';

export function loweringIn(
  here: PhaseName | 'undo',
  prefix: string,
  source: LoweringSource,
): Lowering {
  let last = 0;
  return {
    ...source,
    here,
    nextId: () => `${prefix}.${++last}`,
    inside: (items, inner) => lowerItems(items, loweringIn('undo', inner, source)),
  };
}

export function lowerItems(items: readonly Item[], lowering: Lowering): readonly DraftItem[] {
  return items.map((item) => lowerItem(item, lowering)).filter((item) => item !== undefined);
}

function lowerItem(item: Item, lowering: Lowering): DraftItem | undefined {
  switch (item.kind) {
    case 'statement':
      return lowerStatement(item, lowering);
    case 'when':
      return lowerWhen(item, lowering);
    case 'for':
      return lowerFor(item, lowering);
    case 'require':
      return lowerRequire(item, lowering);
    case 'let':
      return lowerLet(item, lowering);
    default:
      return misplaced(item, lowering);
  }
}

function lowerStatement(node: StatementNode, lowering: Lowering): DraftStep | undefined {
  return lowerStep(node, lowering.nextId(), lowering);
}

function lowerWhen(node: WhenNode, lowering: Lowering): DraftWhen {
  const condition = lowerCondition(node.condition, lowering);
  const on = (wanted: boolean): Lowering =>
    onPlatforms(lowering, (platform) => decideOn(condition, platform) !== !wanted);
  return {
    kind: 'when',
    condition,
    then: lowerItems(node.body.items, on(true)),
    otherwise: lowerItems(node.otherwise?.items ?? [], on(false)),
    place: placeOf(node.span, lowering),
  };
}

function onPlatforms(lowering: Lowering, reaches: (platform: string) => boolean): Lowering {
  const platforms = lowering.platforms.filter(reaches);
  const narrowed: Lowering = { ...lowering, platforms };
  return {
    ...narrowed,
    inside: (items, prefix) => lowerItems(items, loweringIn('undo', prefix, narrowed)),
  };
}

function lowerFor(node: ForNode, lowering: Lowering): DraftFor {
  const { typing, binding, findings } = lowering;
  const symbol = binding.givenBy.get(node);
  const type = symbol && typeOf(symbol, typing);
  const said = typeOfValue(node.list, typing);
  if (node.list.kind !== 'list' && typeof said === 'string')
    find(findings, 'E0427', node.list.span, '`for` goes over a list', {
      hint: 'a list stands in brackets: `[a, b]`',
    });
  const list =
    typeof type === 'string'
      ? lowerValue(behindLets(node.list, binding), { listOf: type }, typing)
      : undefined;
  return {
    kind: 'for',
    name: node.name.text,
    list,
    body: lowerItems(node.body.items, lowering),
    place: placeOf(node.span, lowering),
  };
}

/** The list that a `let` names, so that its length is known wherever the loop is. */
function behindLets(value: Primary, binding: Binding): Primary {
  const from = value.kind === 'reference' ? binding.symbolOf.get(value)?.from : undefined;
  if (from?.kind !== 'let' || from.node.choice !== undefined) return value;
  return behindLets(from.node.value, binding);
}

function lowerRequire(node: RequireNode, lowering: Lowering): DraftRequire {
  const { here, findings, typing } = lowering;
  if (here === 'undo' || here === 'revert')
    find(findings, 'E0306', node.span, `\`require\` has no place in \`${here}\``, {
      why: 'the way back never stops to ask',
    });
  return {
    kind: 'require',
    condition: lowerCondition(node.condition, lowering),
    otherwise: lowerText(node.otherwise, 'text', typing),
    place: placeOf(node.span, lowering),
  };
}

export function lowerLet(node: LetNode, lowering: Lowering): DraftLet {
  const { binding, typing, findings } = lowering;
  const symbol = binding.givenBy.get(node);
  const type = symbol && typeOf(symbol, typing);
  if (type === 'secret')
    find(findings, 'E0416', node.span, 'a secret is given no second name', {
      why: 'it stands only where it is used, so that a reviewer finds every place',
    });
  const value = type === undefined ? undefined : lowerValue(node.value, type, typing);
  const choice = node.choice && {
    condition: lowerCondition(node.choice.condition, lowering),
    otherwise: type === undefined ? undefined : lowerValue(node.choice.otherwise, type, typing),
  };
  return {
    kind: 'let',
    name: node.name.text,
    type,
    value,
    ...(choice && { choice }),
    place: placeOf(node.span, lowering),
  };
}

function misplaced(
  item: Exclude<Item, StatementNode | WhenNode | ForNode | RequireNode | LetNode>,
  { findings, here }: Lowering,
): DraftItem | undefined {
  const what =
    item.kind === 'block' ? item.name.text : item.kind === 'reading' ? item.of : item.kind;
  find(findings, 'E0306', item.span, `\`${what}\` stands inside \`${here}\``, {
    why: 'a phase holds steps, `when`, `for`, `let` and `require`',
  });
  return undefined;
}
