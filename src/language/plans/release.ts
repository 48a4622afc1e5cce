/** `release "core" version: "3.0"` */
import type { CheckedPlan } from '../checked.ts';
import { find, type Findings } from '../findings.ts';
import type { StatementNode } from '../tree.ts';
import { shapeProblem } from '../values/shapes.ts';
import { textOf } from './statements.ts';

export function readRelease(
  node: StatementNode,
  findings: Findings,
): CheckedPlan['release'] | undefined {
  const name = textOf(node, undefined, findings);
  const version = textOf(node, 'version', findings);
  if (
    name === undefined ||
    version === undefined ||
    node.arguments.length !== 2 ||
    node.modifiers.length > 0
  ) {
    find(findings, 'E1004', node.span, '`release` is written wrongly', {
      hint: 'write `release "NAME" version: "VERSION"`',
    });
    return undefined;
  }
  const problems = [
    { node: name, problem: shapeProblem(name.text, 'name') },
    { node: version, problem: shapeProblem(version.text, 'version') },
  ];
  for (const { node: text, problem } of problems)
    if (problem !== undefined)
      find(findings, 'E0402', text.span, 'this text can’t be read as it must be', {
        label: problem,
      });
  return { name: name.text, version: version.text };
}
