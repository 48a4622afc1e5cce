/** What no tool can prove: what a program writes or only reads, and what an `undo` block does. */
import type { CheckedScript, CheckedStep } from '../checked.ts';
import { phaseOrder } from '../phases/table.ts';
import { reach, stepsOf } from './all-steps.ts';
import { expand } from './known.ts';
import type { Explaining } from './step.ts';
import { sayExpression } from './words.ts';

interface Claim {
  /** The step's. */
  readonly id: string;
  readonly that: string;
}

export function explainBelieved(script: CheckedScript, explaining: Explaining): readonly string[] {
  const claims = claimsOf(script, explaining);
  return claims.length === 0 ? ['Nothing.'] : claims.map(({ id, that }) => `${id}: that ${that}`);
}

export function claimsOf(script: CheckedScript, explaining: Explaining): readonly Claim[] {
  const steps = phaseOrder.flatMap((phase) => stepsOf(script, phase).map(({ step }) => step));
  return steps.flatMap((step) => [
    ...ofRun(step, explaining),
    ...(step.wayBack.by === 'steps' ? ofUndo(step, explaining) : []),
  ]);
}

function ofUndo(step: CheckedStep, explaining: Explaining): readonly Claim[] {
  const inner = step.wayBack.by === 'steps' ? reach(step.wayBack.items, []) : [];
  const that = `its \`undo\` block puts back all that \`${step.primitive}\` has done, wholly or in part`;
  return [{ id: step.id, that }, ...inner.flatMap(({ step: undo }) => ofRun(undo, explaining))];
}

function ofRun(step: CheckedStep, { known }: Explaining): readonly Claim[] {
  if (step.primitive !== 'run') return [];
  const program = sayExpression(
    step.arguments[0]?.value ?? { kind: 'constant', type: 'text', value: '' },
  );
  const writes = step.touches.find(({ effect }) => effect === 'writes')?.value;
  const only = step.family === 'check' || step.family === 'report' || writes === undefined;
  const paths = only ? '[]' : sayExpression(expand(writes, known));
  const does = paths === '[]' ? 'only reads' : `writes nothing but ${paths}`;
  return [{ id: step.id, that: `${program} ${does}` }];
}
