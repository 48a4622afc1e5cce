/**
 * The phases: their order, the words they take, the names they see.
 *
 * Rule 1: a phase sees a name only if the step that gives it has surely run on every way into the phase.
 *         A member that is on the ordered version already runs `check`, `verify`, `finish` and `report` only;
 *         what `revert` does is laid down on the device after `check`; `report` runs however it ended.
 */
import type { Family, PhaseName } from '../checked.ts';

export const phaseOrder: readonly PhaseName[] = [
  'check',
  'backup',
  'stage',
  'switch',
  'verify',
  'revert',
  'finish',
  'report',
];

export const mandatoryPhases: readonly PhaseName[] = ['check', 'switch', 'verify'];

/** The families whose words stand in a phase; the first that a primitive has is the one it stands for there. */
export const familiesIn: Readonly<Record<PhaseName | 'undo', readonly Family[]>> = {
  check: ['check'],
  backup: ['backup', 'check'],
  stage: ['stage', 'check'],
  switch: ['switch', 'check'],
  verify: ['check'],
  revert: ['revert', 'check'],
  finish: ['switch'],
  report: ['report', 'check'],
  undo: ['switch', 'revert', 'check'],
};

/** Phases whose names a phase sees, beside the script's own. */
export const seesNamesOf: Readonly<Record<PhaseName, readonly PhaseName[]>> = {
  check: ['check'],
  backup: ['check', 'backup'],
  stage: ['check', 'backup', 'stage'],
  switch: ['check', 'backup', 'stage', 'switch'],
  verify: ['check', 'verify'],
  revert: ['check', 'revert'],
  finish: ['check', 'verify', 'finish'],
  report: ['report'],
};

/** What a phase is for, to say why a word can't stand there. */
export const purposeOf: Readonly<Record<PhaseName | 'undo', string>> = {
  check: 'in `check` the service is up, and nothing may change',
  backup: 'in `backup` the service is up: copies are taken, nothing else',
  stage: 'the service is up until `switch`: `stage` only makes new things beside it',
  switch: '`switch` puts in place what has been staged',
  verify: '`verify` only looks: what it finds decides whether all go back',
  revert: '`revert` comes after all has been undone: it proves or mends, and replaces nothing',
  finish: '`finish` comes after the commit, for what has no way back',
  report: '`report` only reads: it runs last, however it ended',
  undo: 'an `undo` block puts back what its step has done',
};

/** What a family's words do, to say what a misplaced one would do. */
export const effectOf: Readonly<Record<Family, string>> = {
  check: 'only looks',
  backup: 'copies aside what is live',
  stage: 'makes something new',
  switch: 'changes what is live',
  revert: 'mends what is live',
  report: 'only collects',
};

export function phaseNamed(word: string): PhaseName | undefined {
  return phaseOrder.find((phase) => phase === word);
}
