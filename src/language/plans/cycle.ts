/** An order that goes round in a circle, as far as the patterns alone show it. */
import type { Precedence } from '../checked.ts';
import { find, type Findings } from '../findings.ts';
import type { StatementNode } from '../tree.ts';

export function complainOfCycle(
  orders: readonly (Precedence & { readonly node: StatementNode })[],
  word: string,
  findings: Findings,
): void {
  for (const { first, then, node } of orders) {
    const way = wayFrom(then, first, orders, new Set());
    if (way === undefined) continue;
    const circle = [first, ...way].map((pattern) => JSON.stringify(pattern)).join(' → ');
    return find(findings, 'E1013', node.span, `\`${word}\` goes round in a circle`, {
      why: circle,
    });
  }
}

/** The patterns from one to the other, both included. */
function wayFrom(
  from: string,
  to: string,
  orders: readonly Precedence[],
  seen: Set<string>,
): readonly string[] | undefined {
  if (from === to) return [from];
  if (seen.has(from)) return undefined;
  seen.add(from);
  for (const next of orders.filter(({ first }) => first === from)) {
    const way = wayFrom(next.then, to, orders, seen);
    if (way !== undefined) return [from, ...way];
  }
  return undefined;
}
