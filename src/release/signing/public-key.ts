/** Public Ed25519 keys as OpenSSH writes them (RFC 8709). */
import { createHash, createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { PublicKey } from '../model.ts';
import { readWire, string } from './wire.ts';

export const KEY_TYPE = 'ssh-ed25519';
const RAW_BYTES = 32;

/** The key's own 32 bytes; nothing where the blob is no Ed25519 key. */
export function readKeyBlob(blob: Buffer): Buffer | undefined {
  return readWire(blob, (reader) => {
    const type = reader.string().toString('latin1');
    const raw = reader.string();
    const right = type === KEY_TYPE && raw.length === RAW_BYTES && reader.rest().length === 0;
    return right ? raw : undefined;
  });
}

export function keyBlob(raw: Buffer): Buffer {
  return Buffer.concat([string(KEY_TYPE), string(raw)]);
}

/** The fingerprint, as `ssh-keygen -l` prints it. */
export function keyId(blob: Buffer): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}

export function publicKeyOf(blob: Buffer): PublicKey {
  return { id: keyId(blob), blob: blob.toString('base64') };
}

/** For Node's own functions. */
export function keyObject(raw: Buffer): KeyObject {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') };
  return createPublicKey({ key: jwk, format: 'jwk' });
}

/** A line of a `.pub` file; nothing where it holds no Ed25519 key. */
export function readPublicLine(text: string): PublicKey | undefined {
  const [type, base64 = ''] = text.trim().split(/\s+/);
  const blob = Buffer.from(base64, 'base64');
  return type === KEY_TYPE && readKeyBlob(blob) !== undefined ? publicKeyOf(blob) : undefined;
}
