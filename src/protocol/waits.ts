/** What a transaction is doing and what it waits for, for people (L5: every wait has a name and a command that ends it). */
import type { UnitState } from './unit-state.ts';
import { waitOf } from './outcome.ts';
import { phases } from './phases.ts';
import { present } from './assert.ts';

/** `PROTOCOL.md`'s states of a transaction. */
export type UnitPhase = 'planned' | 'preparing' | 'switching' | 'committed' | 'aborted' | 'ended';

export interface Wait {
  readonly device?: string;
  /** `msc-01 to answer …`. */
  readonly name: string;
  /** The command line that ends it. */
  readonly command: string;
}

export function unitPhase({ book }: UnitState): UnitPhase {
  if (book.ended) return 'ended';
  if (book.decision !== 'none') return book.decision === 'commit' ? 'committed' : 'aborted';
  if (book.switching) return 'switching';
  return book.intent ? 'preparing' : 'planned';
}

export function waitsFor({ book, work }: UnitState): readonly Wait[] {
  const { transaction } = book.orders;
  if (work.phase === 'ended') return [];
  if (work.phase === 'unattended' || work.phase === 'stopped')
    return book.ended ? [] : [forController()];
  const forward = phases[work.phase].kind === 'forward';
  const command = forward ? `cutover abort ${transaction}` : 'cutover recover';
  return work.members.flatMap((member, at) => {
    if (member.told === undefined) return [];
    const { device } = present(book.members[at], 'a member has its book');
    return [{ device, name: `${device} ${waitOf(member)}`, command }];
  });
}

function forController(): Wait {
  return { name: 'a controller to go on with it', command: 'cutover recover' };
}
