/** A key in hand: from a file, in OpenSSH's format or PEM (PKCS #8). */
import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { SENTENCE, shown } from '../../document/shown.ts';
import { fault, isFault } from '../../protocol/fault.ts';
import type { FaultValue, OrFault } from '../../protocol/fault.ts';
import type { Signature } from '../formats/signed.ts';
import type { PublicKey, Role } from '../model.ts';
import { readOpensshKey } from './openssh-key.ts';
import type { KeyProblem } from './openssh-key.ts';
import { keyBlob, publicKeyOf } from './public-key.ts';
import { toBeSigned, wrapSignature } from './sshsig.ts';

export interface Signer {
  readonly key: PublicKey;
  sign(text: string, role: Role): Promise<OrFault<Signature>>;
}

/** Of a key, what it says of these bytes: 64 bytes. */
export type RawSign = (bytes: Buffer) => Promise<OrFault<Buffer>>;

export function signerOf(blob: Buffer, rawSign: RawSign): Signer {
  const key = publicKeyOf(blob);
  return {
    key,
    sign: async (text, role) => {
      const raw = await rawSign(toBeSigned(text, role));
      return isFault(raw) ? raw : { key: key.id, bytes: wrapSignature(blob, role, raw) };
    },
  };
}

const WHY: Readonly<Record<KeyProblem, readonly [string, string]>> = {
  damaged: [
    'it holds no private key that can be read',
    'name a private key in OpenSSH’s format or PEM',
  ],
  locked: ['it is protected by a passphrase', 'add it to an SSH agent (`ssh-add`) and use --agent'],
  'other-type': ['it is no Ed25519 key', 'make one with `ssh-keygen -t ed25519`'],
};

export function fileSigner(file: string): OrFault<Signer> {
  const text = readKeyFile(file);
  if (typeof text !== 'string') return text;
  const key = readOpensshKey(text) ?? readPem(text);
  if (typeof key === 'string') {
    const [why, hint] = WHY[key];
    return fault('key', `the key ${shown(file, SENTENCE)} can’t be used: ${why}`, { hint });
  }
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  const rawSign = (bytes: Buffer) => Promise.resolve(sign(null, bytes, key));
  return signerOf(keyBlob(Buffer.from(x, 'base64url')), rawSign);
}

/** One that others can read is nobody's signature. */
function readKeyFile(file: string): string | FaultValue {
  try {
    if ((statSync(file).mode & 0o077) === 0) return readFileSync(file, 'latin1');
    return fault('key', `others can read the key ${shown(file, SENTENCE)}`, {
      hint: `chmod 600 ${file}`,
    });
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'it failed';
    return fault('key', `the key ${shown(file, SENTENCE)} can’t be read: ${why}`);
  }
}

function readPem(text: string): KeyObject | KeyProblem {
  if (/^-----BEGIN ENCRYPTED PRIVATE KEY-----/m.test(text)) return 'locked';
  try {
    const key = createPrivateKey(text);
    return key.asymmetricKeyType === 'ed25519' ? key : 'other-type';
  } catch {
    return 'damaged';
  }
}
