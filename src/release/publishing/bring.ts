/**
 * Brings a server to what is to be published: packages first, `timestamp` last.
 *
 * Rule 1: until the timestamp names it, nothing of it is there; so what broke off is simply begun again.
 * Rule 2: a server with another first root is somebody else's, and is left alone.
 */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measure, textContent } from '../local.ts';
import type { LocalContent } from '../local.ts';
import { releasePath, rootPath, snapshotPath, TIMESTAMP_PATH } from '../model.ts';
import { failure } from '../store.ts';
import type { ReleaseStore } from '../store.ts';
import { LARGE_BYTES, SMALL_BYTES } from '../trust/ask.ts';
import { putContent } from '../upload.ts';
import { contentsOf } from './contents.ts';
import type { Wanted } from './contents.ts';
import type { Standing } from './standing.ts';

export interface Bringing {
  readonly next: Standing;
  /** All roots, the first one first. */
  readonly roots: readonly string[];
  /** What is here to be sent, by its path on the server. */
  readonly files: ReadonlyMap<string, LocalContent>;
  /** Servers that may have what is missing elsewhere. */
  readonly others: readonly ReleaseStore[];
  readonly onProgress: (path: string, done: number, total: number) => void;
  /** Asked right before the timestamp: a failure where it must not be written. */
  readonly check: () => Promise<void>;
}

/** How many files had to be sent. `behind`: all that is named is looked for, and not only what is new. */
export async function bring(
  store: ReleaseStore,
  bringing: Bringing,
  behind: boolean,
): Promise<number> {
  await store.makeFolder('');
  await checkFirstRoot(store, bringing.roots);
  let sent = 0;
  for (const wanted of contentsOf(bringing.next)) {
    if (!behind && !bringing.files.has(wanted.path)) continue;
    sent += await bringContent(store, bringing, wanted);
  }
  sent += await bringMetadata(store, bringing.next);
  for (const [index, text] of bringing.roots.entries())
    sent += await bringText(store, rootPath(index + 1), text, SMALL_BYTES);
  const { timestamp } = bringing.next;
  const there = await store.read(TIMESTAMP_PATH, SMALL_BYTES).catch(() => undefined);
  if (there?.toString('latin1') === timestamp.text) return sent;
  await bringing.check();
  await putContent(store, TIMESTAMP_PATH, textContent(timestamp.text));
  return sent + 1;
}

async function checkFirstRoot(store: ReleaseStore, [first]: readonly string[]): Promise<void> {
  const there = await store.read(rootPath(1), SMALL_BYTES);
  if (there === undefined || there.toString('latin1') === first) return;
  throw failure(
    'other-root',
    'there are releases of somebody else there: its first root is another one',
    'name another folder, or the root that belongs to it',
  );
}

async function bringMetadata(store: ReleaseStore, { files, snapshot }: Standing): Promise<number> {
  let sent = 0;
  for (const [release, { value, text }] of files) {
    await store.makeFolder(release);
    sent += await bringText(store, releasePath(release, value.revision), text, LARGE_BYTES);
  }
  const path = snapshotPath(snapshot.value.counter);
  return sent + (await bringText(store, path, snapshot.text, LARGE_BYTES));
}

/** What is there with other content was never named by a timestamp, or was spoilt. */
async function bringText(
  store: ReleaseStore,
  path: string,
  text: string,
  most: number,
): Promise<number> {
  const there = await store.read(path, most);
  if (there?.toString('latin1') === text) return 0;
  await putContent(store, path, textContent(text));
  return 1;
}

async function bringContent(
  store: ReleaseStore,
  bringing: Bringing,
  wanted: Wanted,
): Promise<number> {
  const { path, size } = wanted;
  if ((await store.size(path)) === size) return 0;
  await store.makeFolder(path.slice(0, path.lastIndexOf('/')));
  // Its end is told below, once: also of what was there already.
  const report = (done: number): void => {
    if (done < size) bringing.onProgress(path, done, size);
  };
  const local = bringing.files.get(path);
  if (local === undefined) await copy(store, bringing.others, wanted, report);
  else await putContent(store, path, local, report);
  bringing.onProgress(path, size, size);
  return 1;
}

/** Through a file of our own, where its hash is seen before it goes on. */
async function copy(
  store: ReleaseStore,
  others: readonly ReleaseStore[],
  { path, size, sha256 }: Wanted,
  report: (done: number) => void,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'cutover-copy-'));
  const file = join(folder, 'content');
  try {
    for (const other of others.filter((each) => each !== store)) {
      if ((await other.size(path).catch(() => undefined)) !== size) continue;
      await other.fetch(path, createWriteStream(file), size);
      const found = await measure(file);
      if (!('content' in found) || found.content.sha256 !== sha256) continue;
      await putContent(store, path, found.content, report);
      return;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  throw failure(
    'content-missing',
    `${path} is missing there, and no other server has it`,
    'publish that version’s folder again',
  );
}
