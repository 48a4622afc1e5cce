/** A private key's file in OpenSSH's own format (its PROTOCOL.key), without a passphrase. */
import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { KEY_TYPE, readKeyBlob } from './public-key.ts';
import { readWire } from './wire.ts';
import type { WireReader } from './wire.ts';

const MAGIC = 'openssh-key-v1\0';
const ARMOUR =
  /^-----BEGIN OPENSSH PRIVATE KEY-----\r?\n([A-Za-z0-9+/=\r\n]+)-----END OPENSSH PRIVATE KEY-----\s*$/;

/** A word for what is wrong, where the key can't be used. */
export type KeyProblem = 'damaged' | 'locked' | 'other-type';

/** Nothing where the text is in another format. */
export function readOpensshKey(text: string): KeyObject | KeyProblem | undefined {
  const base64 = ARMOUR.exec(text.trimStart())?.[1];
  if (base64 === undefined) return undefined;
  return readWire(Buffer.from(base64, 'base64'), keyIn) ?? 'damaged';
}

function keyIn(reader: WireReader): KeyObject | KeyProblem {
  if (reader.bytes(MAGIC.length).toString('latin1') !== MAGIC) return 'damaged';
  const [cipher, derivation] = [reader.string().toString(), reader.string().toString()];
  reader.string();
  if (cipher !== 'none' || derivation !== 'none') return 'locked';
  if (reader.uint32() !== 1) return 'damaged';
  const blob = reader.string();
  const secret = reader.string();
  if (readKeyBlob(blob) === undefined) return 'other-type';
  return readWire(secret, secretIn) ?? 'damaged';
}

/** Seed and public key stand in one string of 64 bytes. */
function secretIn(reader: WireReader): KeyObject | KeyProblem {
  const [check, again] = [reader.uint32(), reader.uint32()];
  if (check !== again) return 'damaged';
  if (reader.string().toString('latin1') !== KEY_TYPE) return 'other-type';
  const raw = reader.string();
  const both = reader.string();
  if (raw.length !== 32 || both.length !== 64 || !both.subarray(32).equals(raw)) return 'damaged';
  const [x, d] = [raw.toString('base64url'), both.subarray(0, 32).toString('base64url')];
  return createPrivateKey({ key: { kty: 'OKP', crv: 'Ed25519', x, d }, format: 'jwk' });
}
