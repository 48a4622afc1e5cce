/**
 * The rules of `run`, which is any program: nobody but its writer knows what it does.
 *
 * Rule 1: in check, verify and report it only reads; elsewhere `writes:` names every path it changes.
 * Rule 2: a crash inside it means undo, not a second run: no `retry` where it writes.
 */
import type { Family, Primitive } from '../checked.ts';
import { find } from '../findings.ts';
import type { StatementNode } from '../tree.ts';
import type { DraftArgument } from './draft.ts';
import type { Lowering } from './lowering.ts';

export function complainOfRun(
  node: StatementNode,
  primitive: Primitive,
  family: Family,
  values: readonly DraftArgument[],
  { findings }: Lowering,
): void {
  if (primitive.name !== 'run') return;
  const writes = values.find(({ param }) => param.name === 'writes');
  if (family === 'check' || family === 'report') {
    if (writes?.written === true && !isEmpty(writes))
      find(findings, 'E0508', writes.span, 'a program that only looks writes nothing', {
        why: `here \`run\` stands for a ${family} word`,
      });
    return;
  }
  if (writes?.written !== true)
    find(findings, 'E0507', node.word.span, '`run` doesn’t say what it writes', {
      why: 'nobody else can know what a program changes, and what is not named is not put back',
      hint: 'add `writes: [PATH]`, or `writes: []` for none',
    });
  const retry = node.modifiers.find((modifier) => modifier.kind === 'retry');
  if (retry !== undefined)
    find(findings, 'E0314', retry.span, 'a `run` that may write is not tried again', {
      why: 'nobody can know how far the try before it came',
    });
}

function isEmpty({ value }: DraftArgument): boolean {
  return value?.kind === 'list' && value.items.length === 0;
}
