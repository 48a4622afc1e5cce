/**
 * The device kit as it is sent: its parts, joined in their order.
 *
 * Rule 1: the text is the same on every machine; its hash names it on the device.
 * Deliberately not here: sending it (`session.ts`).
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { tableText } from './kit-table.ts';

/** In the order in which the shell must read them; the protocol's table goes before. */
const parts = [
  'words',
  'lock',
  'state',
  'fingerprint',
  'made',
  'steps',
  'undo',
  'orders',
  'replies',
  'sweep',
  'guard',
  'alone',
  'programs',
] as const;

/** A built tree (`dist/src/device`) leaves the shell's parts where they are written. */
const folders = ['./kit/', '../../../src/device/kit/'].map(
  (path) => new URL(path, import.meta.url),
);

/** One POSIX sh text. */
export function kitText(): string {
  const [words = '', ...others] = parts.map(readPart);
  return [words, tableText(), ...others].join('\n');
}

function readPart(part: string): string {
  const files = folders.map((folder) => new URL(`${part}.sh`, folder));
  const file = files.find((candidate) => existsSync(candidate));
  if (file === undefined) throw new Error(`the kit's part ${part}.sh is missing`);
  return readFileSync(file, 'utf8');
}

/** The kit's name on the device: SHA-256 of the text as sent. */
export function kitHash(): string {
  return createHash('sha256').update(kitText()).digest('hex');
}
