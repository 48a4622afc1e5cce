/**
 * Signatures in OpenSSH's format (its PROTOCOL.sshsig), without armour: Ed25519, hash sha512.
 *
 * Rule 1: strict: another hash, another namespace, a reserved field that holds something, a byte too many: it does not hold.
 */
import { createHash, verify } from 'node:crypto';
import type { Role } from '../model.ts';
import { KEY_TYPE, keyObject, readKeyBlob } from './public-key.ts';
import { readWire, string, uint32 } from './wire.ts';
import type { WireReader } from './wire.ts';

const MAGIC = 'SSHSIG';
const VERSION = 1;
const HASH = 'sha512';
const RAW_BYTES = 64;

/** What was signed for one role is nothing under another. */
function namespaceOf(role: Role): string {
  return `cutover-${role}`;
}

/** The bytes that the key itself signs. */
export function toBeSigned(text: string, role: Role): Buffer {
  const digest = createHash(HASH).update(text, 'latin1').digest();
  const fields = [namespaceOf(role), '', HASH].map(string);
  return Buffer.concat([Buffer.from(MAGIC), ...fields, string(digest)]);
}

/** The signature as it is written, from the key's own 64 bytes. */
export function wrapSignature(blob: Buffer, role: Role, raw: Buffer): Buffer {
  const signature = Buffer.concat([string(KEY_TYPE), string(raw)]);
  const fields = [blob, namespaceOf(role), '', HASH, signature].map(string);
  return Buffer.concat([Buffer.from(MAGIC), uint32(VERSION), ...fields]);
}

/** Whether this key made this signature over this text for this role. */
export function signatureHolds(signature: Buffer, blob: Buffer, role: Role, text: string): boolean {
  const raw = readWire(signature, (reader) => rawIn(reader, blob, role));
  const key = readKeyBlob(blob);
  if (raw === undefined || key === undefined) return false;
  return verify(null, toBeSigned(text, role), keyObject(key), raw);
}

function rawIn(reader: WireReader, blob: Buffer, role: Role): Buffer | undefined {
  if (reader.bytes(MAGIC.length).toString('latin1') !== MAGIC) return undefined;
  if (reader.uint32() !== VERSION || !reader.string().equals(blob)) return undefined;
  const words = [reader.string(), reader.string(), reader.string()].map(String);
  if (words.join('\n') !== [namespaceOf(role), '', HASH].join('\n')) return undefined;
  const raw = readWire(reader.string(), rawSignature);
  return reader.rest().length === 0 ? raw : undefined;
}

function rawSignature(reader: WireReader): Buffer | undefined {
  const type = reader.string().toString('latin1');
  const raw = reader.string();
  const right = type === KEY_TYPE && raw.length === RAW_BYTES && reader.rest().length === 0;
  return right ? raw : undefined;
}
