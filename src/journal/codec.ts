/**
 * Rows and records: text on disk, data in memory. Pure; hashing comes in as a function.
 *
 * Rule 1: each row carries a digest over the row before it and itself: a changed, lost or foreign row is found and named.
 * Rule 2: a unit's record has the shape of its kind, so `replay` may believe its type.
 * Rule 3: what can't be read is never guessed.
 */
import type { JournalBody, JournalRecord } from './body.ts';
import { unitRecordProblem } from './unit-record-shape.ts';

/** A row as it stands in the table `records`. */
export interface Row {
  readonly seq: number;
  readonly transaction: string;
  readonly epoch: number;
  readonly controller: string;
  readonly at: string;
  readonly kind: string;
  /** JSON. */
  readonly body: string;
  readonly digest: string;
}

export type Hash = (text: string) => string;

/** The digest that stands before the first row. */
export const origin = '';

function digestOf(row: Omit<Row, 'digest'>, prior: string, hash: Hash): string {
  const { seq, transaction, epoch, controller, at, kind, body } = row;
  return hash(JSON.stringify([prior, seq, transaction, epoch, controller, at, kind, body]));
}

export function encodeRow(record: Omit<JournalRecord, 'kind'>, prior: string, hash: Hash): Row {
  const { seq, transaction, epoch, controller, at, body } = record;
  const text = JSON.stringify(body);
  const row = { seq, transaction, epoch, controller, at, kind: body.record, body: text };
  return { ...row, digest: digestOf(row, prior, hash) };
}

export type Decoded =
  | { readonly ok: true; readonly record: JournalRecord }
  | { readonly ok: false; readonly problem: string };

/** `prior` is the digest of the row before, missing where there is none. */
export function decodeRow(row: Row, prior: string | undefined, hash: Hash): Decoded {
  if (prior === undefined && row.seq !== 1) return wrong(row, 'the record before it is missing');
  if (digestOf(row, prior ?? origin, hash) !== row.digest) return wrong(row, 'it was changed');
  const body = parseBody(row.body);
  if (body?.record !== row.kind) return wrong(row, 'its body is not one of its kind');
  const problem = unitRecordProblem(row.kind, body);
  if (problem !== undefined) return wrong(row, problem);
  const { seq, transaction, epoch, controller, at, kind } = row;
  return { ok: true, record: { seq, transaction, epoch, controller, at, kind, body } };
}

function wrong({ seq, transaction, kind }: Row, why: string): Decoded {
  return { ok: false, problem: `record ${String(seq)} (${kind} of ${transaction}): ${why}` };
}

function parseBody(text: string): JournalBody | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isBody(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isBody(value: unknown): value is JournalBody {
  return (
    typeof value === 'object' &&
    value !== null &&
    'record' in value &&
    typeof value.record === 'string'
  );
}
