/**
 * A folder with what a reader has seen: `root`, `timestamp`, `snapshot`, each as it was signed.
 *
 * Rule 1: it is on disc before anybody uses what it says.
 * Rule 2: files are written one after the other; a crash between them leaves what holds by itself: each is only a floor.
 *
 * Deliberately not here: what the file system refuses. It is thrown as it is, to whoever named the folder.
 */
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Seen } from './metadata.ts';

export interface Kept extends Seen {
  readonly root?: string;
}

const FILES = ['root', 'snapshot', 'timestamp'] as const;

export async function readKept(folder: string): Promise<Kept> {
  const texts = await Promise.all(FILES.map((name) => textAt(join(folder, name))));
  return Object.fromEntries(
    FILES.flatMap((name, index) => (texts[index] === undefined ? [] : [[name, texts[index]]])),
  );
}

/** What is above the folder's own parent has to be there. */
export async function writeKept(folder: string, kept: Kept): Promise<void> {
  for (const each of [dirname(folder), folder]) await makeFolder(each);
  const before = await readKept(folder);
  for (const name of FILES) {
    const text = kept[name];
    if (text !== undefined && text !== before[name]) await replace(folder, name, text);
  }
  await sync(folder);
}

/** Each by itself: of several at once Node says `ENOENT` where a file system is read-only. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (!is(error, 'EEXIST')) throw error;
  }
}

function is(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

async function textAt(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'latin1');
  } catch (error) {
    if (is(error, 'ENOENT')) return undefined;
    throw error;
  }
}

async function replace(folder: string, name: string, text: string): Promise<void> {
  const part = join(folder, `${name}.${String(process.pid)}.part`);
  const file = await open(part, 'w', 0o600);
  try {
    await file.writeFile(text, 'latin1');
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(part, join(folder, name));
}

async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
