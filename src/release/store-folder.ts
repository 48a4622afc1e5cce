/** A folder of this machine as a store: for servers whose folder is mounted, or that are filled by other means. */
import { constants, createReadStream, createWriteStream } from 'node:fs';
import type { Stats } from 'node:fs';
import { mkdir, open, opendir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import type { Readable } from 'node:stream';
import { SENTENCE, shown } from '../document/shown.ts';
import { makeLister } from './listing.ts';
import { failure, StoreFailure } from './store.ts';
import type { Listing, ReleaseStore, ServerAccess } from './store.ts';

export function openFolderStore({ url }: ServerAccess): ReleaseStore {
  const root = fileURLToPath(url);
  const at = (path: string) => join(root, path);
  return {
    read: (path, most) => telling(url, () => readFile(at(path), most)),
    size: (path) => telling(url, () => sizeOf(at(path))),
    list: (path) => telling(url, () => listFiles(url, at(path))),
    modified: (path) => telling(url, async () => (await statOf(at(path)))?.mtimeMs),
    fetch: (path, sink) => telling(url, () => pipeline(createReadStream(at(path)), sink)),
    makeFolderAlone: (path) => telling(url, () => makeAlone(at(path))),
    removeFolder: async (path) => {
      await rmdir(at(path)).catch(() => undefined);
    },
    makeFolder: async (path) => {
      await telling(url, () => mkdir(at(path), { recursive: true }));
    },
    write: (path, content) => telling(url, () => writeFile(at(path), content, 'w')),
    append: (path, content) => telling(url, () => writeFile(at(path), content, 'a')),
    rename: (from, to) => telling(url, () => renameFile(at(from), at(to), root)),
    remove: (path) => telling(url, () => rm(at(path), { force: true })),
    close: () => undefined,
  };
}

async function readFile(path: string, most: number): Promise<Buffer | undefined> {
  const size = await sizeOf(path);
  if (size === undefined) return undefined;
  if (size > most)
    throw failure(
      'file-too-large',
      `${shown(path, SENTENCE)} is larger than ${String(most)} bytes`,
    );
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(size);
    const { bytesRead } = await file.read(buffer, 0, size, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  return (await statOf(path))?.size;
}

/** Of a plain file. */
async function statOf(path: string): Promise<Stats | undefined> {
  try {
    const found = await stat(path);
    return found.isFile() ? found : undefined;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function listFiles(url: string, path: string): Promise<Listing> {
  const lister = makeLister(url);
  try {
    for await (const entry of await opendir(path))
      if (entry.isFile()) lister.add({ name: entry.name });
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
  return lister.listing();
}

async function writeFile(path: string, content: Readable, flags: 'a' | 'w'): Promise<void> {
  await pipeline(content, createWriteStream(path, { flags, flush: true }));
}

async function makeAlone(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** The name is on disc when this returns. */
async function renameFile(from: string, to: string, root: string): Promise<void> {
  await rename(from, to);
  const folder = await open(join(to, '..'), constants.O_RDONLY).catch(() => open(root, 'r'));
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function telling<T>(url: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StoreFailure) throw error;
    throw failure(
      'server-refused',
      `${url}: ${shown(error instanceof Error ? error.message : 'failed', SENTENCE)}`,
    );
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
