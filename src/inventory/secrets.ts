/**
 * Looks secrets up where the inventory says they are.
 *
 * Rule 1: a value leaves here only as the result; no message, no diagnostic repeats any of the store's text.
 * Rule 2: a file that others can read is no secret: it is refused, not mended.
 */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { makeSource, positionOf } from '../language/source.ts';
import type { Fault } from '../protocol/fault.ts';
import { findingsOf } from '../document/findings.ts';
import type { SecretStore } from './model.ts';
import { SENTENCE, shown } from '../document/shown.ts';
import { readYaml } from '../document/read-yaml.ts';
import type { Yaml } from '../document/tree.ts';

const LARGEST_BYTES = 1_048_576;

/** The store, read once: secrets by name. */
export type Secrets = (name: string) => string | Fault;

/** One secret; `openSecrets` is for several. */
export async function readSecret(store: SecretStore, name: string): Promise<string | Fault> {
  const secrets = await openSecrets(store);
  return typeof secrets === 'function' ? secrets(name) : secrets;
}

export async function openSecrets(store: SecretStore): Promise<Secrets | Fault> {
  switch (store.store) {
    case 'none':
      return () =>
        fault('no-secret', 'the inventory names no store of secrets', 'add `secrets:` to it');
    case 'environment':
      return (name) => fromEnvironment(store.prefix, name);
    case 'file':
      return await fromFile(store.path);
  }
}

/** `db-password` with the prefix `CUTOVER_SECRET_` is `CUTOVER_SECRET_DB_PASSWORD`. */
function fromEnvironment(prefix: string, name: string): string | Fault {
  const variable = prefix + name.toUpperCase().replace(/[^A-Z0-9]/g, '_');
  const value = process.env[variable];
  return value === undefined || value === ''
    ? fault('no-secret', `there is no secret ${shown(name)}`, `set the variable ${variable}`)
    : value;
}

async function fromFile(path: string): Promise<Secrets | Fault> {
  const text = await privateText(path);
  if (typeof text !== 'string') return text;
  const values = parseSecrets(path, text);
  if ('code' in values) return values;
  return (name) =>
    values.get(name) ??
    fault('no-secret', `there is no secret ${shown(name)}`, `add it to ${shown(path, SENTENCE)}`);
}

/** The checks are made on what was opened, so that nothing can be put in its place meanwhile. */
async function privateText(path: string): Promise<string | Fault> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const { mode, uid, size } = await file.stat();
    const problem = notPrivate(path, mode, uid) ?? notPlain(path, mode, size);
    return problem ?? (await file.readFile('utf8'));
  } catch (error) {
    return fault(
      'secrets-unreadable',
      `the secrets’ file ${shown(path, SENTENCE)} can’t be read: ${codeOf(error)}`,
    );
  } finally {
    await file?.close();
  }
}

function notPrivate(path: string, mode: number, uid: number): Fault | undefined {
  const me = process.getuid?.();
  if (me === undefined) return undefined;
  if ((mode & 0o077) !== 0) {
    const found = (mode & 0o777).toString(8).padStart(4, '0');
    return fault(
      'secrets-open',
      `the secrets’ file ${shown(path, SENTENCE)} can be read or changed by others: its mode is ${found}`,
      'chmod 600 it, and change what was in it if somebody may have read it',
    );
  }
  return uid === me || uid === 0
    ? undefined
    : fault('secrets-open', `the secrets’ file ${shown(path, SENTENCE)} belongs to another user`);
}

function notPlain(path: string, mode: number, size: number): Fault | undefined {
  if ((mode & constants.S_IFMT) !== constants.S_IFREG) {
    return fault('secrets-unreadable', `${shown(path, SENTENCE)} is not a plain file`);
  }
  return size <= LARGEST_BYTES
    ? undefined
    : fault(
        'secrets-unreadable',
        `the secrets’ file ${shown(path, SENTENCE)} is larger than 1 MiB`,
      );
}

function parseSecrets(path: string, text: string): ReadonlyMap<string, string> | Fault {
  const findings = findingsOf(makeSource(path, text));
  const root = readYaml(findings);
  const first = findings.diagnostics[0];
  if (first !== undefined) return badLine(findings.source, first.labels[0].span.start);
  const values = new Map<string, string>();
  if (root?.kind !== 'mapping') return badLine(findings.source, 0);
  for (const { key, value } of root.entries) {
    const problem = unusable(value);
    if (problem) return badLine(findings.source, value.span.start);
    if (value.kind === 'text') values.set(key.text, value.text);
  }
  return values;
}

/** Secrets travel as a line: no newline, no NUL. */
function unusable(value: Yaml): boolean {
  return value.kind !== 'text' || value.text === '' || /[\0\n\r]/.test(value.text);
}

function badLine(source: ReturnType<typeof makeSource>, offset: number): Fault {
  const { line } = positionOf(source, offset);
  return fault(
    'secrets-unreadable',
    `line ${String(line)} of the secrets’ file ${shown(source.file, SENTENCE)} is not \`name: text\``,
    'one secret a line, in quotes where it holds `: ` or `#`',
  );
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'unknown error';
}

function fault(code: string, message: string, hint?: string): Fault {
  return { code, message, ...(hint === undefined ? {} : { hint }) };
}
