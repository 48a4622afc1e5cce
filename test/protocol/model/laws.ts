/** The invariants, judged on the world after every action. */
import { deepStrictEqual } from 'node:assert';
import type { UnitRecord } from '../../../src/protocol/transaction.ts';
import { replay } from '../../../src/protocol/transaction.ts';
import type { Device, Message } from './device.ts';
import type { Journal, Life, World } from './world.ts';

export function violate(world: World, law: string): void {
  world.violation ??= law;
}

const has = (journal: Journal, kind: UnitRecord['record']): boolean =>
  journal.written.some(({ record }) => record.record === kind);

/** It was on disk by then, whatever became of the disc. */
const had = ({ written, lost }: Journal, kind: UnitRecord['record']): boolean =>
  [...written, ...lost].some(({ record }) => record.record === kind);

/** S2, as a COMMIT reaches the disc. */
export function judgeRecord(world: World, record: UnitRecord): void {
  if (record.record !== 'commit') return;
  const whole = ({ state }: Device): boolean => state === 'voted' || state === 'confirmed';
  if (!world.devices.every(whole))
    violate(world, 'S2: COMMIT is in the journal and a device has not voted');
  const verified = ({ verified: good, already }: Device): boolean => good || already;
  if (!world.devices.every(verified))
    violate(world, 'S2: COMMIT although a device was not verified');
}

/** S3 and S6, as an order takes effect on a device: what must be on disk by then. */
export function judgeEffect(world: World, { order, life }: Message): void {
  const sender = world.lives[life];
  const [first] = world.journals;
  const own = sender && world.journals[sender.journal];
  if (!own || !first) return;
  const law = effectLaws[order];
  const faulted = own.full || sender.state.work.journalFault !== undefined;
  if (law && !law.holds({ world, first, own, faulted })) violate(world, law.name);
}

interface Effect {
  readonly world: World;
  readonly first: Journal;
  readonly own: Journal;
  /** The sender's journal can't be written: it reverts without a record. */
  readonly faulted: boolean;
}

interface EffectLaw {
  readonly name: string;
  readonly holds: (effect: Effect) => boolean;
}

const effectLaws: Readonly<Partial<Record<Message['order'], EffectLaw>>> = {
  prepare: { name: 'S6: prepare before INTENT', holds: ({ first }) => had(first, 'intent') },
  switch: {
    name: 'S3: switch before SWITCHING, or before all are staged',
    holds: ({ first, world }) => had(first, 'switching') && allStaged(first, world),
  },
  confirm: {
    name: 'S6: confirm before COMMIT',
    holds: ({ world }) => world.journals.some((journal) => had(journal, 'commit')),
  },
  revert: {
    name: 'S6: revert before ABORT',
    holds: ({ own, faulted }) => faulted || had(own, 'abort'),
  },
};

function allStaged(journal: Journal, world: World): boolean {
  const staged = new Set(
    [...journal.written, ...journal.lost].flatMap(({ record }) =>
      record.record === 'answer' && record.answer.answer === 'staged' ? [record.device] : [],
    ),
  );
  return staged.size === world.devices.length;
}

/** S1, and S4 at rest. */
export function judgeDevices(world: World): void {
  const { devices } = world;
  const confirmed = devices.some(({ state }) => state === 'confirmed');
  const back = devices.some(
    ({ state }) => state === 'dead' || state === 'revert-intent' || state === 'broken',
  );
  if (confirmed && back) violate(world, 'S1: one device is confirmed and another went back');
  for (const device of devices) judgeRest(world, device);
}

/** What a state is at rest with; nothing of the others. */
const atRest: ReadonlyMap<string, 'new' | 'before'> = new Map([
  ...(['idle', 'staged', 'dead'] as const).map((state) => [state, 'before'] as const),
  ...(['armed', 'voted', 'confirmed'] as const).map((state) => [state, 'new'] as const),
]);

function judgeRest(world: World, { state, software, already, work }: Device): void {
  const rest = atRest.get(state);
  if (work !== undefined || rest === undefined) return;
  const wanted = rest === 'before' && !already ? 'old' : 'new';
  if (wanted !== software) violate(world, `S4: ${state}, and its software is ${software}`);
}

/** S7, as a controller says how it ended. */
export function judgeOutcome(world: World, life: Life): void {
  const outcome = life.outcomes.at(-1);
  const journal = world.journals[life.journal];
  if (outcome?.result !== 'committed' || !journal) return;
  if (!world.devices.every(({ state }) => state === 'confirmed'))
    violate(world, 'S7: committed, and one is not confirmed');
  if (!has(journal, 'end')) violate(world, 'S7: committed before END');
}

/** The book is what the journal gives back. */
export function judgeBook(world: World, life: Life): void {
  const journal = world.journals[life.journal];
  const { work } = life.state;
  if (!journal || !life.alive || life.queue.length > 0 || work.journalFault || work.fencedBy)
    return;
  if (journal.epoch !== life.epoch || journal.written.length === 0) return;
  try {
    deepStrictEqual(replay(journal.written.map(({ record }) => record)).book, life.state.book);
  } catch {
    violate(world, 'the book is not what the journal gives back');
  }
}
