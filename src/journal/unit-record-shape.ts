/**
 * The shape of a unit's records as they lie on disk (`../protocol/unit.ts` is their type). Pure.
 *
 * Deliberately not here: the runtime's own kinds; nothing is decided from them.
 */
import { flag, list, maybe, number, object, tagged, text, word, type Fields } from './shape.ts';

const deviceState = word(
  ...['idle', 'preparing', 'staged', 'switch-intent', 'armed', 'held', 'voted', 'confirmed'],
  ...['revert-intent', 'dead', 'broken'],
);
const order = word(
  ...['inquire', 'prepare', 'switch', 'verify', 'hold', 'confirm', 'finish', 'revert', 'report'],
);
const faultFields: Fields = {
  code: text,
  message: text,
  step: maybe(text),
  line: maybe(number),
  hint: maybe(text),
};
const fault = object(faultFields);
const cause = object({ ...faultFields, device: maybe(text) });
const outages = list(object({ service: text, ms: number, ended: flag }));

const holder = object({
  transaction: text,
  epoch: number,
  controller: text,
  operator: text,
  since: text,
});

const answer = tagged('answer', {
  standing: {
    state: deviceState,
    alien: flag,
    fingerprint: maybe(text),
    made: maybe(text),
    changed: maybe(text),
    outages,
  },
  staged: { version: text, fingerprint: text, already: flag, made: maybe(text) },
  armed: { fingerprint: text, outages },
  verified: { version: text },
  voted: {},
  confirmed: {},
  finished: { warnings: list(fault) },
  reported: {},
  reverted: { fingerprint: maybe(text), left: maybe(list(text)), outages },
  broken: { fault, backup: text, outages: maybe(outages) },
  failed: { state: deviceState, fault },
  refused: { holder },
});

const orders = object({
  transaction: text,
  title: text,
  members: list(object({ device: text, version: text })),
  prepareRanks: list(list(text)),
  switchRanks: list(list(text)),
  skewMs: maybe(number),
  voteWithinMs: number,
  atOnce: number,
  patienceMs: maybe(number),
});

const deviceOutcome = object({
  device: text,
  standing: word('untouched', 'reverted', 'confirmed', 'voted', 'broken', 'unknown'),
  waits: maybe(text),
  already: maybe(flag),
  version: maybe(text),
  fault: maybe(fault),
  backup: maybe(text),
  outages,
  warnings: list(fault),
});

const outcome = object({
  result: word(
    ...['committed', 'refused', 'reverted', 'pending', 'broken', 'fenced', 'journal-fault'],
  ),
  decision: word('none', 'commit', 'abort'),
  cause: maybe(cause),
  devices: list(deviceOutcome),
  skewMs: maybe(number),
});

const unitRecordFields: Readonly<Record<string, Fields>> = {
  begin: { orders },
  'taken-over': {},
  intent: {},
  switching: {},
  answer: { device: text, order, answer, atMs: number },
  fault: { device: text, order, fault },
  commit: {},
  abort: { cause },
  end: { outcome },
};

const unitRecord = tagged('record', unitRecordFields);

/** Where and how a body isn't what its kind says; nothing for a good one, and for kinds that aren't a unit's. */
export function unitRecordProblem(kind: string, body: unknown): string | undefined {
  return Object.hasOwn(unitRecordFields, kind) ? unitRecord(body, kind) : undefined;
}
