/** Takes what a server sends, up to a size: what comes may be longer than was said. */
import { Writable } from 'node:stream';

export interface Collector {
  readonly writable: Writable;
  content(): Buffer;
}

export function collector(most: number, onTooMuch: () => Error): Collector {
  const chunks: Buffer[] = [];
  let length = 0;
  const writable = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      length += chunk.length;
      if (length <= most) chunks.push(chunk);
      done(length <= most ? null : onTooMuch());
    },
  });
  return { writable, content: () => Buffer.concat(chunks) };
}
