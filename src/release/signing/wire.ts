/** SSH's own way of writing (RFC 4251, section 5): numbers of 32 bits, and strings with their length before them. */
export function string(bytes: Buffer | string): Buffer {
  const content = typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes;
  return Buffer.concat([uint32(content.length), content]);
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** Reads on from where it stopped; nothing is ever read beyond the end. */
export interface WireReader {
  uint32(): number;
  string(): Buffer;
  /** So many bytes as they are. */
  bytes(count: number): Buffer;
  /** What has not been read. */
  rest(): Buffer;
}

/** Thrown by a reader where the bytes end too early; `readWire` catches it. */
class TooShort extends Error {}

export function readWire<T>(bytes: Buffer, read: (reader: WireReader) => T): T | undefined {
  try {
    return read(readerOf(bytes));
  } catch (error) {
    if (error instanceof TooShort) return undefined;
    throw error;
  }
}

function readerOf(all: Buffer): WireReader {
  let at = 0;
  const bytes = (count: number): Buffer => {
    if (count > all.length - at) throw new TooShort();
    at += count;
    return all.subarray(at - count, at);
  };
  const number = (): number => bytes(4).readUInt32BE(0);
  return { bytes, uint32: number, string: () => bytes(number()), rest: () => all.subarray(at) };
}
