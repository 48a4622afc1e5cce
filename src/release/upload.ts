/** What is sent: a package, counted and hashed once more so that what goes up is what was measured; or a text. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { SENTENCE, shown } from '../document/shown.ts';
import type { LocalFile } from './folder.ts';
import { failure } from './store.ts';
import type { StoreFailure } from './store.ts';

export interface Content {
  readonly stream: Readable;
  readonly size: number;
  /** Asked after the sending: why it must not be used. */
  problem(): StoreFailure | undefined;
}

export function contentOfText(text: string): Content {
  const bytes = Buffer.from(text, 'utf8');
  return { stream: Readable.from([bytes]), size: bytes.length, problem: () => undefined };
}

export function contentOfFile(local: LocalFile, onBytes: (done: number) => void): Content {
  const hash = createHash('sha256');
  let done = 0;
  let unreadable = '';
  const measuring = new Transform({
    transform: (chunk: Buffer, _encoding, next) => {
      hash.update(chunk);
      done += chunk.length;
      onBytes(done);
      next(null, chunk);
    },
  });
  const file = createReadStream(local.file);
  file.once('error', (error) => {
    unreadable = error.message;
    measuring.end();
  });
  const problem = () =>
    unreadable === '' && done === local.size && hash.copy().digest('hex') === local.sha256
      ? undefined
      : failure(
          'file-changed',
          `${shown(local.file, SENTENCE)} has changed while it was being sent`,
        );
  return { stream: file.pipe(measuring), size: local.size, problem };
}
