/** Any event in any state gives a state: answers that nobody asked for, timers that nobody set, words that don't fit. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Answer } from '../../src/protocol/messages.ts';
import {
  begin,
  replay,
  step,
  type UnitCommand,
  type UnitEvent,
  type UnitRecord,
} from '../../src/protocol/transaction.ts';
import { failing, freeze, heldBy, ordersOf } from './bench.ts';
import { allOrders, allStates } from './model/reactions.ts';

const devices = ['a', 'b'];

const answers: readonly Answer[] = [
  { answer: 'staged', version: '3.0', fingerprint: 'f', already: false },
  { answer: 'staged', version: '3.0', fingerprint: 'f', already: true },
  { answer: 'staged', version: '2.0', fingerprint: 'f', already: false },
  { answer: 'armed', fingerprint: 'n', outages: [] },
  { answer: 'verified', version: '3.0' },
  { answer: 'voted' },
  { answer: 'confirmed' },
  { answer: 'finished', warnings: [] },
  { answer: 'reported' },
  { answer: 'reverted', outages: [] },
  { answer: 'broken', fault: { code: 'x', message: 'y' }, backup: '/b' },
  heldBy('t1'),
  heldBy('t9'),
  ...allStates.map(failing),
  ...allStates.map((state): Answer => ({
    answer: 'standing',
    state,
    alien: false,
    fingerprint: 'f',
    outages: [],
  })),
  ...allStates.map((state): Answer => ({ answer: 'standing', state, alien: true, outages: [] })),
];

const fault = { code: 'unreachable', message: 'no answer' };
const device = fc.constantFrom(...devices);
const order = fc.constantFrom(...allOrders);

const anything: fc.Arbitrary<UnitEvent> = fc.oneof(
  fc.record({
    event: fc.constant('answered' as const),
    device,
    order,
    answer: fc.constantFrom(...answers),
    atMs: fc.nat(),
  }),
  fc.record({
    event: fc.constant('unanswered' as const),
    device,
    order,
    fault: fc.constant(fault),
  }),
  fc.constantFrom<UnitEvent>(
    { event: 'begun' },
    { event: 'taken-over', ownJournal: true },
    { event: 'abort-asked', by: 'ann' },
    { event: 'elapsed', timer: 'vote' },
    { event: 'elapsed', timer: 'patience' },
    { event: 'elapsed', timer: 'retry:a' },
    { event: 'journal-refused', fault: { code: 'journal-io', message: 'the disc failed' } },
    { event: 'journal-refused', fault: { code: 'fenced', message: 'epoch 1 < 2' } },
  ),
);

/** An answer to what was told, fitting or not. */
interface Reply {
  readonly pick: number;
  readonly answer: Answer;
  readonly other: UnitEvent;
  readonly stray: boolean;
}

const replies: fc.Arbitrary<Reply[]> = fc.array(
  fc.record({
    pick: fc.nat(),
    answer: fc.constantFrom(...answers),
    other: anything,
    stray: fc.boolean(),
  }),
  { maxLength: 40 },
);

it('S2 S7: steps are total and pure, and the book is what its records give back', () => {
  fc.assert(
    fc.property(replies, (all) => {
      let state = begin(ordersOf(devices));
      const records: UnitRecord[] = [];
      let told: Extract<UnitCommand, { command: 'tell' }>[] = [];
      for (const event of [{ event: 'begun' } as const, ...all]) {
        const next = step(freeze(state), 'pick' in event ? eventOf(event, told) : event);
        state = next.state;
        told = [...told, ...next.commands.filter((command) => command.command === 'tell')];
        records.push(
          ...next.commands.flatMap((command) =>
            command.command === 'log' ? [command.record] : [],
          ),
        );
        if (state.work.journalFault === undefined) expect(replay(records).book).toEqual(state.book);
      }
    }),
    { numRuns: 500 },
  );
}, 60_000);

function eventOf(
  { pick, answer, other, stray }: Reply,
  told: readonly { readonly device: string; readonly order: (typeof allOrders)[number] }[],
): UnitEvent {
  const to = told.at(-1 - (pick % 2));
  if (stray || to === undefined) return other;
  return { event: 'answered', device: to.device, order: to.order, answer, atMs: pick };
}
