/**
 * One unit's transaction, sans I/O: `(state, event) → (state, commands)`.
 *
 * Rule 1: commands come in order; a driver carries one out only when every `log` before it is on disk.
 * Rule 2: total: every event in every state gives a state; what can't follow is ignored or is a Defect.
 * Rule 3: no clock, no random number, no promise.
 *
 * Read in this order: `unit` (words), `book` (what is on disk), `unit-state`, `phases` (the way, as a table), `round`
 * (telling members by ranks), `judge` (what an answer means), `step`, `abort`, `settle`, `recovery-table`, `recovery`, `outcome`.
 */
export type * from './unit.ts';
export { begin, type UnitState } from './unit-state.ts';
export { step } from './step.ts';
export { contradicted } from './contradiction.ts';
export { replay } from './replay.ts';
export { unitPhase, waitsFor, type UnitPhase, type Wait } from './waits.ts';
