/** What is to be sent, measured: a file of this machine with its chunks' hashes, or a text. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { sayUnreadable } from '../document/read-source.ts';
import { hashOf } from './trust/ask.ts';

export type LocalContent = LocalFile | LocalText;

export interface LocalFile {
  readonly file: string;
  readonly size: number;
  readonly sha256: string;
}

export interface LocalText {
  readonly text: string;
  readonly size: number;
  readonly sha256: string;
}

export interface Measured {
  readonly content: LocalFile;
  /** The list of its chunks' hashes; missing where it is one chunk. */
  readonly chunks?: string;
}

const CHUNK_BYTES = 1_048_576;
/** A line of the list: a hash and its newline. */
const LINE_BYTES = 65;

export function textContent(text: string): LocalText {
  return { text, size: text.length, sha256: hashOf(text) };
}

/** Of the list for a file of this size. */
export function chunkListBytes(size: number): number {
  return Math.ceil(size / CHUNK_BYTES) * LINE_BYTES;
}

export async function measure(file: string): Promise<Measured | { readonly problem: string }> {
  try {
    if (!(await stat(file)).isFile()) return { problem: 'it is no plain file' };
    return await measured(file);
  } catch (error) {
    return { problem: sayUnreadable(error) };
  }
}

async function measured(file: string): Promise<Measured> {
  const whole = createHash('sha256');
  const chunks: string[] = [];
  let [size, inChunk, chunk] = [0, 0, createHash('sha256')];
  for await (const bytes of createReadStream(file, { highWaterMark: CHUNK_BYTES })) {
    whole.update(bytes as Buffer);
    size += (bytes as Buffer).length;
    for (let rest = bytes as Buffer; rest.length > 0;) {
      const part = rest.subarray(0, CHUNK_BYTES - inChunk);
      chunk.update(part);
      inChunk += part.length;
      rest = rest.subarray(part.length);
      if (inChunk < CHUNK_BYTES) continue;
      chunks.push(chunk.digest('hex'));
      [inChunk, chunk] = [0, createHash('sha256')];
    }
  }
  if (inChunk > 0) chunks.push(chunk.digest('hex'));
  const content = { file, size, sha256: whole.digest('hex') };
  return chunks.length < 2 ? { content } : { content, chunks: `${chunks.join('\n')}\n` };
}
