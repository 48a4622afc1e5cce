/** What no tool can prove: what a program writes or only reads, and what an `undo` block does. */
import type { CheckedScript, CheckedStep } from '../checked.ts';
import { phaseOrder } from '../phases/table.ts';
import { reach, stepsOf } from './all-steps.ts';
import { expand } from './known.ts';
import type { Explaining } from './step.ts';
import { sayExpression } from './words.ts';

export function explainBelieved(script: CheckedScript, explaining: Explaining): readonly string[] {
  const steps = phaseOrder.flatMap((phase) => stepsOf(script, phase).map(({ step }) => step));
  const lines = steps.flatMap((step) => [
    ...believedOfRun(step, explaining),
    ...(step.wayBack.by === 'steps' ? believedOfUndo(step, explaining) : []),
  ]);
  return lines.length === 0 ? ['Nothing.'] : lines;
}

function believedOfUndo(step: CheckedStep, explaining: Explaining): readonly string[] {
  const inner = step.wayBack.by === 'steps' ? reach(step.wayBack.items, []) : [];
  return [
    `${step.id}: that its \`undo\` block puts back all that \`${step.primitive}\` has done, wholly or in part`,
    ...inner.flatMap(({ step: undo }) => believedOfRun(undo, explaining)),
  ];
}

function believedOfRun(step: CheckedStep, { known }: Explaining): readonly string[] {
  if (step.primitive !== 'run') return [];
  const program = sayExpression(
    step.arguments[0]?.value ?? { kind: 'constant', type: 'text', value: '' },
  );
  const writes = step.touches.find(({ effect }) => effect === 'writes')?.value;
  const only = step.family === 'check' || step.family === 'report' || writes === undefined;
  const paths = only ? '[]' : sayExpression(expand(writes, known));
  return [
    `${step.id}: that ${program} ${paths === '[]' ? 'only reads' : `writes nothing but ${paths}`}`,
  ];
}
