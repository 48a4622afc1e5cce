/**
 * From the root that is trusted to the newest one: each is signed by enough keys of the one before it, and of its own.
 *
 * Rule 1: one step at a time; none is left out.
 * Rule 2: a root that was taken counts, also where the server is refused for what comes after it.
 */
import type { Fault } from '../../protocol/fault.ts';
import { parseRoot } from '../formats/root.ts';
import { readSigned } from '../formats/signed.ts';
import type { Signed } from '../formats/signed.ts';
import type { Read } from '../lines.ts';
import { rootPath } from '../model.ts';
import type { Root } from '../model.ts';
import { askFor, SMALL_BYTES, understood } from './ask.ts';
import type { Reading } from './ask.ts';
import { faultOf, refuse, Refused } from './refusal.ts';
import { checkSignatures } from './signatures.ts';

/** More in one go is not a server that is ahead, but one that does not end. */
const MOST_STEPS = 1_000;

export interface Roots {
  readonly root: Signed<Root>;
  /** Those that were taken on the way to it, itself included. */
  readonly taken: readonly Signed<Root>[];
  /** Why the next one that this server gives is not taken. */
  readonly refused?: Fault;
}

export function readRoot(text: string): Read<Signed<Root>> {
  return readSigned(text, parseRoot);
}

export function* newestRoot(trusted: Signed<Root>): Reading<Roots> {
  const taken: Signed<Root>[] = [];
  let root = trusted;
  try {
    while (taken.length < MOST_STEPS) {
      const next = yield* nextRoot(root);
      if (next === undefined) return { root, taken };
      taken.push(next);
      root = next;
    }
    return refuse('endless', `more than ${String(MOST_STEPS)} roots at once`);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { root, taken, refused: faultOf(error) };
  }
}

function* nextRoot({ value: before }: Signed<Root>): Reading<Signed<Root> | undefined> {
  const path = rootPath(before.version + 1);
  const text = yield* askFor(path, SMALL_BYTES);
  if (text === undefined) return undefined;
  const next = understood(path, readRoot(text));
  checkSignatures(path, before, 'root', next);
  checkSignatures(path, next.value, 'root', next);
  checkVersion(path, before.version + 1, next.value.version);
  return next;
}

function checkVersion(path: string, wanted: number, found: number): void {
  if (found === wanted) return;
  const code = found < wanted ? 'older' : 'mixed';
  refuse(code, `${path} is root ${String(found)}, not ${String(wanted)}`);
}
