/** A word needs a binding on each platform on which it can be reached. */
import type { Primitive } from '../checked.ts';
import { find } from '../findings.ts';
import type { StatementNode } from '../tree.ts';
import type { Lowering } from './lowering.ts';

export function complainOfPlatforms(
  node: StatementNode,
  primitive: Primitive,
  lowering: Lowering,
): void {
  const bound = Object.keys(primitive.bindings);
  for (const platform of lowering.platforms.filter((name) => !bound.includes(name)))
    find(
      lowering.findings,
      'E0316',
      node.word.span,
      `\`${primitive.name}\` has no binding for ${platform}`,
      {
        why: bound.length === 0 ? 'it has no binding at all' : `it has one for ${bound.join(', ')}`,
        hint: `put it under \`when device.platform == "${bound[0] ?? 'posix'}"\``,
      },
    );
}
