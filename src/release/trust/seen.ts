/**
 * A folder with what a reader has seen: `root`, `timestamp`, `snapshot`, each as it was signed.
 *
 * Rule 1: it is on disc before anybody uses what it says.
 * Rule 2: files are written one after the other; a crash between them leaves what holds by itself: each is only a floor.
 */
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { SENTENCE, shown } from '../../document/shown.ts';
import { failure } from '../store.ts';
import type { Seen } from './metadata.ts';

export interface Kept extends Seen {
  readonly root?: string;
}

const FILES = ['root', 'snapshot', 'timestamp'] as const;

export async function readKept(folder: string): Promise<Kept> {
  return await telling(folder, async () => {
    const texts = await Promise.all(FILES.map((name) => textAt(join(folder, name))));
    return Object.fromEntries(
      FILES.flatMap((name, index) => (texts[index] === undefined ? [] : [[name, texts[index]]])),
    );
  });
}

export async function writeKept(folder: string, kept: Kept): Promise<void> {
  await telling(folder, async () => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const before = await readKept(folder);
    for (const name of FILES) {
      const text = kept[name];
      if (text !== undefined && text !== before[name]) await replace(folder, name, text);
    }
    await sync(folder);
  });
}

async function textAt(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'latin1');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
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

async function telling<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const where = shown(folder, SENTENCE);
    throw failure(
      'trust-state',
      `what was seen of releases can’t be kept in ${where}: ${error.message}`,
    );
  }
}
