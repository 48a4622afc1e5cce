/**
 * What a device does with an order, by the state it finds on its disc: exactly one row matches.
 * The kit's shell runs this very table (`device/kit-table.ts` writes it down for it).
 *
 *   do      carry it out
 *   answer  it is done already: say so, from the disc
 *   refuse  it can't follow from here; the answer names the state
 *
 * Deliberately not here: the fence (epoch, transaction, controller), which comes first.
 */
import type { DeviceState, Order } from './messages.ts';

export type Reaction = 'do' | 'answer' | 'refuse';

export const deviceTable: Readonly<
  Record<DeviceState, Readonly<Partial<Record<Order, Reaction>>>>
> = {
  idle: { inquire: 'answer', prepare: 'do', revert: 'do' },
  // A second prepare finds half-made places: they are dropped by a revert, never built upon.
  preparing: { inquire: 'answer', revert: 'do' },
  // `hold` is carried out only by a member already there; `confirm` never (it has not voted).
  staged: {
    inquire: 'answer',
    prepare: 'answer',
    switch: 'do',
    verify: 'do',
    hold: 'do',
    revert: 'do',
  },
  'switch-intent': { inquire: 'answer', revert: 'do' },
  armed: { inquire: 'answer', switch: 'answer', verify: 'do', hold: 'do', revert: 'do' },
  held: { inquire: 'answer', hold: 'do', revert: 'do' },
  voted: { inquire: 'answer', hold: 'answer', confirm: 'do', revert: 'do' },
  confirmed: { inquire: 'answer', confirm: 'answer', finish: 'do', report: 'do' },
  'revert-intent': { inquire: 'answer', revert: 'do' },
  // The tombstone: latecomers of the same transaction are told that it is dead.
  dead: {
    inquire: 'answer',
    prepare: 'answer',
    switch: 'answer',
    hold: 'answer',
    revert: 'answer',
    report: 'do',
  },
  broken: { inquire: 'answer', revert: 'do', report: 'do' },
};

/** What becomes of an order in a state; whatever the table doesn't list is refused. */
export function reactionTo(state: DeviceState, order: Order): Reaction {
  return deviceTable[state][order] ?? 'refuse';
}
