/** Each word in its phase, by its family. */
import type { Family, Primitive } from '../checked.ts';
import { find } from '../findings.ts';
import type { StatementNode } from '../tree.ts';
import type { Lowering } from './lowering.ts';
import { effectOf, familiesIn, phaseOrder, purposeOf } from './table.ts';

/** The family under which a word stands here; a word that can't stand here is a finding. */
export function familyHere(
  node: StatementNode,
  primitive: Primitive,
  { findings, here }: Lowering,
): Family {
  const accepted = familiesIn[here];
  const family = accepted.find((one) => primitive.families.includes(one));
  if (family !== undefined) return family;
  const own = primitive.families[0] ?? 'check';
  find(
    findings,
    'E0312',
    node.word.span,
    `\`${primitive.name}\` ${effectOf[own]}, but \`${here}\` must not`,
    {
      label: `its family is ${primitive.families.map((one) => `\`${one}\``).join(' or ')}`,
      why: purposeOf[here],
      hint: phasesFor(primitive),
    },
  );
  return own;
}

function phasesFor({ families }: Primitive): string {
  const phases = phaseOrder.filter((phase) =>
    familiesIn[phase].some((family) => families.includes(family)),
  );
  return `move it to ${phases.map((phase) => `\`${phase}\``).join(' or ')}`;
}
