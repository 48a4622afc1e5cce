/** Tar archives written by hand, since no honest tool writes what some of the tests need. */
export interface Entry {
  readonly name: string;
  /** `0` file, `1` hard link, `2` link, `3` character device, `4` block device, `5` folder, `6` pipe. */
  readonly type?: string;
  readonly mode?: number;
  readonly link?: string;
  readonly data?: string | Buffer;
  /** What the header claims, where that is not the data's size. */
  readonly size?: number;
  /** The owner's name. */
  readonly owner?: string;
}

/** A pax header: it says of the next entry (or, `g`, of all that follow) what the entry itself doesn't. */
export function pax(says: Readonly<Record<string, string>>, type = 'x'): Entry {
  const records = Object.entries(says).map(([key, value]) => {
    const rest = ` ${key}=${value}\n`;
    const length = (digits: number): number =>
      String(digits + rest.length).length === digits ? digits + rest.length : length(digits + 1);
    return `${String(length(1))}${rest}`;
  });
  return { name: 'PaxHeaders/x', type, data: records.join('') };
}

/** GNU's own way for long names: `L` the next entry's name, `K` its link. */
export const long = (type: 'L' | 'K', text: string): Entry => ({
  name: '././@LongLink',
  type,
  data: `${text}\0`,
});

export function archive(entries: readonly Entry[]): Buffer {
  return Buffer.concat([...entries.map(entryBytes), Buffer.alloc(1024)]);
}

function entryBytes(entry: Entry): Buffer {
  const data = Buffer.from(entry.data ?? '');
  const padding = Buffer.alloc((512 - (data.length % 512)) % 512);
  return Buffer.concat([header(entry, entry.size ?? data.length), data, padding]);
}

function header(
  { name, type = '0', mode, link = '', owner = 'root' }: Entry,
  size: number,
): Buffer {
  const block = Buffer.alloc(512);
  block.write(name, 0, 100);
  block.write(octal(mode ?? (type === '5' ? 0o755 : 0o644), 7), 100);
  block.write(octal(0, 7), 108);
  block.write(octal(0, 7), 116);
  writeSize(block, size);
  block.write(octal(1_700_000_000, 11), 136);
  block.write('        ', 148);
  block.write(type, 156);
  block.write(link, 157, 100);
  block.write('ustar\0' + '00', 257);
  block.write(owner, 265, 32);
  block.write('root\0', 297);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${octal(sum, 6)}\0 `, 148);
  return block;
}

/** Octal, or base-256 for what octal can't hold. */
function writeSize(block: Buffer, size: number): void {
  if (size >= 0 && size < 8 ** 11) {
    block.write(octal(size, 11), 124);
    return;
  }
  block.fill(size < 0 ? 0xff : 0, 124, 136);
  block.writeBigInt64BE(BigInt(size), 128);
  if (size >= 0) block.writeUInt8(0x80, 124);
}

const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0');
