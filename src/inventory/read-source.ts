/** A file as a Source: bounded, plain, UTF-8; or what is wrong with it. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { Diagnostic } from '../language/diagnostic.ts';
import { makeSource } from '../language/source.ts';
import type { Source } from '../language/source.ts';
import { find, findingsOf } from './findings.ts';

export type ReadSource =
  { readonly source: Source } | { readonly diagnostics: readonly Diagnostic[] };

export async function readSource(file: string, mostBytes: number): Promise<ReadSource> {
  const bytes = await readBytes(file, mostBytes);
  if (typeof bytes === 'string') return unreadable(file, bytes);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0')
      ? unreadable(file, 'it is not text')
      : { source: makeSource(file, text) };
  } catch {
    return unreadable(file, 'it is not UTF-8 text');
  }
}

/** A text says why not. Opened without waiting, so that a pipe can't hold us up. */
async function readBytes(file: string, mostBytes: number): Promise<Buffer | string> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const found = await handle.stat();
    if (!found.isFile()) return 'it is not a plain file';
    if (found.size > mostBytes) return `it is larger than ${String(mostBytes)} bytes`;
    return await handle.readFile();
  } catch (error) {
    return WHY[codeOf(error)] ?? codeOf(error);
  } finally {
    await handle?.close();
  }
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'this user may not read it',
  ENOTDIR: 'there is no such file',
};

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'it failed';
}

function unreadable(file: string, why: string): ReadSource {
  const findings = findingsOf(makeSource(file, ''));
  find(findings, 'E0701', { start: 0, end: 0 }, `the file can’t be read: ${why}`);
  return { diagnostics: findings.diagnostics };
}
