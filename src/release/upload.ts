/**
 * One file on a server: under a temporary name, read back, and renamed. Nobody ever reads half of it.
 *
 * Rule 1: the temporary name holds the content's hash: what broke off is gone on with, and never with something else.
 * Rule 2: what goes up is counted and hashed once more: it is what was measured.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable, Transform, Writable } from 'node:stream';
import { SENTENCE, shown } from '../document/shown.ts';
import type { LocalContent, LocalFile } from './local.ts';
import { failure } from './store.ts';
import type { ReleaseStore, StoreFailure } from './store.ts';

export type OnBytes = (done: number) => void;

export async function putContent(
  store: ReleaseStore,
  path: string,
  content: LocalContent,
  onBytes: OnBytes = () => undefined,
): Promise<void> {
  const part = `${path}.${content.sha256.slice(0, 12)}.part`;
  const there = (await store.size(part)) ?? 0;
  const resumed =
    there > 0 && there <= content.size && (await goOn(store, part, content, there, onBytes));
  if (!resumed) await sendWhole(store, part, content, onBytes);
  await store.rename(part, path);
}

/** False where what is there then is not what was to be sent: it began with something else. */
async function goOn(
  store: ReleaseStore,
  part: string,
  content: LocalContent,
  from: number,
  onBytes: OnBytes,
): Promise<boolean> {
  if (from < content.size) await send(store, part, content, from, onBytes);
  return await isThere(store, part, content);
}

async function sendWhole(
  store: ReleaseStore,
  part: string,
  content: LocalContent,
  onBytes: OnBytes,
): Promise<void> {
  await send(store, part, content, 0, onBytes);
  if (await isThere(store, part, content)) return;
  await store.remove(part).catch(() => undefined);
  throw failure('upload-damaged', `${part} came back other than it was sent`);
}

async function send(
  store: ReleaseStore,
  part: string,
  content: LocalContent,
  from: number,
  onBytes: OnBytes,
): Promise<void> {
  const source = sourceOf(content, from, onBytes);
  const size = content.size - from;
  await (from === 0
    ? store.write(part, source.stream, size)
    : store.append(part, source.stream, size));
  const problem = source.problem();
  if (problem === undefined) return;
  await store.remove(part).catch(() => undefined);
  throw problem;
}

/** To the byte: read back. */
async function isThere(
  store: ReleaseStore,
  path: string,
  { size, sha256 }: LocalContent,
): Promise<boolean> {
  if ((await store.size(path)) !== size) return false;
  const hash = createHash('sha256');
  let length = 0;
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      length += chunk.length;
      hash.update(chunk);
      done(length <= size ? null : failure('upload-damaged', `${path} is longer than was sent`));
    },
  });
  await store.fetch(path, sink, size);
  return length === size && hash.digest('hex') === sha256;
}

interface Source {
  readonly stream: Readable;
  /** Asked after the sending: why it must not be used. */
  problem(): StoreFailure | undefined;
}

function sourceOf(content: LocalContent, from: number, onBytes: OnBytes): Source {
  if (!('file' in content)) {
    const bytes = Buffer.from(content.text, 'latin1').subarray(from);
    return { stream: Readable.from([bytes]), problem: () => undefined };
  }
  return fileSource(content, from, onBytes);
}

/** From the beginning it is hashed as it goes. */
function fileSource({ file, size, sha256 }: LocalFile, from: number, onBytes: OnBytes): Source {
  const hash = createHash('sha256');
  let done = from;
  let unreadable = '';
  const counting = new Transform({
    transform: (chunk: Buffer, _encoding, next) => {
      hash.update(chunk);
      done += chunk.length;
      onBytes(done);
      next(null, chunk);
    },
  });
  const stream = createReadStream(file, { start: from });
  stream.once('error', (error) => {
    unreadable = error.message;
    counting.end();
  });
  const isRight = () => from > 0 || hash.digest('hex') === sha256;
  const problem = () =>
    unreadable === '' && done === size && isRight()
      ? undefined
      : failure('file-changed', `${shown(file, SENTENCE)} has changed while it was being sent`);
  return { stream: stream.pipe(counting), problem };
}
