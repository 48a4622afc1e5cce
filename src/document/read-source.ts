/** A file as a Source: bounded, plain, UTF-8, nothing hidden; or what is wrong with it. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { Diagnostic } from '../language/diagnostic.ts';
import { escapeHidden, firstHidden } from '../language/hidden.ts';
import { makeSource } from '../language/source.ts';
import type { Source } from '../language/source.ts';
import { find, findingsOf } from './findings.ts';

export type ReadSource = { readonly source: Source } | Unreadable;
export type ReadBytes = { readonly bytes: Buffer } | Unreadable;

export interface Unreadable {
  readonly diagnostics: readonly Diagnostic[];
}

export async function readSource(file: string, mostBytes: number): Promise<ReadSource> {
  const read = await readBytes(file, mostBytes);
  if (!('bytes' in read)) return read;
  const text = utf8(read.bytes);
  if (text === undefined) return unreadable(file, 'E0701', 'it is not text in UTF-8');
  const hidden = firstHidden(text);
  if (hidden === undefined) return { source: makeSource(file, text) };
  const findings = findingsOf(makeSource(file, text));
  const character = escapeHidden(hidden.character);
  const span = { start: hidden.at, end: hidden.at + 1 };
  find(findings, 'E0718', span, `a character that can’t be seen stands here: ${character}`);
  return { diagnostics: findings.diagnostics };
}

function utf8(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll('\r\n', '\n');
  } catch {
    return undefined;
  }
}

/** Opened without waiting, so that a pipe can't hold us up. */
export async function readBytes(
  file: string,
  mostBytes: number,
  tooLarge = 'E0719',
): Promise<ReadBytes> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const found = await handle.stat();
    if (!found.isFile()) return unreadable(file, 'E0701', 'it is not a plain file');
    if (found.size > mostBytes) {
      const sizes = `it has ${String(found.size)} bytes; at most ${String(mostBytes)} are read`;
      return unreadable(file, tooLarge, sizes);
    }
    return { bytes: await handle.readFile() };
  } catch (error) {
    return unreadable(file, 'E0701', sayUnreadable(error));
  } finally {
    await handle?.close();
  }
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'this user may not read it',
};

/** Why a file can't be read, in words where there are some. */
export function sayUnreadable(error: unknown): string {
  const code = codeOf(error);
  return WHY[code] ?? code;
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'it failed';
}

function unreadable(file: string, code: string, why: string): Unreadable {
  const findings = findingsOf(makeSource(file, ''));
  find(findings, code, { start: 0, end: 0 }, `the file can’t be read: ${why}`);
  return { diagnostics: findings.diagnostics };
}
