/**
 * What a reader asks a server for, and how it takes what comes: as generators, so that judging needs no world.
 *
 * Rule 1: nothing is asked for without a size beyond which it is not even read.
 */
import { createHash } from 'node:crypto';
import type { Read } from '../lines.ts';
import type { Named } from '../model.ts';
import { refuse } from './refusal.ts';

export interface Ask {
  /** Path on the server. */
  readonly path: string;
  readonly most: number;
}

/** The whole file; missing where there is none; `endless` where there is more of it than was asked for. */
export type Given = Buffer | 'endless' | undefined;

export type Reading<T> = Generator<Ask, T, Given>;

export const SMALL_BYTES = 65_536;
export const LARGE_BYTES = 524_288;

/** A file that nothing names: it may be missing. */
export function* askFor(path: string, most: number): Reading<string | undefined> {
  const given = yield { path, most };
  if (given === 'endless') refuse('endless', `${path} is larger than ${String(most)} bytes`);
  return given?.toString('latin1');
}

/** A file as another one names it: to the byte. */
export function* askNamed(path: string, named: Named): Reading<string> {
  if (named.size > LARGE_BYTES)
    refuse('endless', `${path} is said to have ${String(named.size)} bytes: too many`);
  const given = yield { path, most: named.size };
  if (given === 'endless')
    refuse('endless', `${path} is larger than the ${String(named.size)} bytes that are named`);
  if (given === undefined) refuse('mixed', `${path} is named, and missing`);
  if (given.length !== named.size || hashOf(given) !== named.sha256)
    refuse('mixed', `${path} is not the file that is named`);
  return given.toString('latin1');
}

export function hashOf(content: Buffer | string): string {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'latin1') : content;
  return createHash('sha256').update(bytes).digest('hex');
}

/** As another file names this one. */
export function namedAs(number: number, text: string): Named {
  return { number, size: text.length, sha256: hashOf(text) };
}

export function understood<T>(path: string, read: Read<T>): T {
  if (read.ok) return read.value;
  const line = read.line > 0 ? `:${String(read.line)}` : '';
  refuse('malformed', `${path}${line}: ${read.problem}`);
}
