/**
 * Keys and signed metadata for the agent's tests, made from docs/releases.md alone: deliberately without the
 * product's own publisher, so that both can be wrong only apart from each other.
 */
import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

export interface Key {
  readonly id: string;
  /** OpenSSH's base64. */
  readonly blob: string;
  readonly secret: KeyObject;
}

type Role = 'root' | 'targets' | 'snapshot' | 'timestamp';

const wire = (bytes: Buffer | string): Buffer => {
  const body = Buffer.from(bytes as string, 'latin1');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([length, body]);
};
const sha = (name: string, bytes: Buffer | string): Buffer =>
  createHash(name).update(bytes).digest();
const sha256 = (bytes: Buffer | string): string => sha('sha256', bytes).toString('hex');

export function newKey(): Key {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  const blob = Buffer.concat([wire('ssh-ed25519'), wire(raw.toString('latin1'))]);
  return {
    id: `SHA256:${sha('sha256', blob).toString('base64').replace('=', '')}`,
    blob: blob.toString('base64'),
    secret: privateKey,
  };
}

/** `signature …` lines below the text, by these keys; `space` instead of the role's own namespace. */
export function signed(text: string, role: Role, keys: readonly Key[], space?: string): string {
  const name = space ?? `cutover-${role}`;
  const fields = [name, '', 'sha512'].map((field) => wire(field));
  const hash = wire(sha('sha512', text).toString('latin1'));
  const message = Buffer.concat([Buffer.from('SSHSIG'), ...fields, hash]);
  const lines = keys.map(({ id, blob, secret }) => {
    const raw = wire(sign(null, message, secret).toString('latin1'));
    const signature = wire(Buffer.concat([wire('ssh-ed25519'), raw]).toString('latin1'));
    const key = wire(Buffer.from(blob, 'base64').toString('latin1'));
    const whole = Buffer.concat([Buffer.from('SSHSIG\0\0\0\x01'), key, ...fields, signature]);
    return `signature ${id} ${whole.toString('base64')}\n`;
  });
  return text + lines.join('');
}

export const day = (days: number): string =>
  `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 19)}Z`;

export interface RootOptions {
  readonly version?: number;
  readonly expires?: string;
  readonly keys: readonly Key[];
  readonly threshold?: number;
  /** Keys of a role that are not all the keys. */
  readonly roles?: Partial<Record<Role, readonly Key[]>>;
}

export function rootText(options: RootOptions): string {
  const { version = 1, expires = day(300), keys, threshold = 1, roles = {} } = options;
  const role = (name: Role): string => {
    const ids = [...(roles[name] ?? keys)].map(({ id }) => id).sort();
    return `role ${name} ${String(Math.min(threshold, ids.length))} ${ids.join(' ')}\n`;
  };
  const lines = keys.map(({ id, blob }) => `key ${id} ssh-ed25519 ${blob}\n`).sort();
  const names: readonly Role[] = ['root', 'targets', 'snapshot', 'timestamp'];
  return `cutover-root 1\nversion ${String(version)}\nexpires ${expires}\n${lines.join('')}${names.map(role).join('')}end\n`;
}

/** A published file as another one names it. */
export const named = (number: number | string, content: string): string =>
  `${String(number)} ${String(content.length)} ${sha256(content)}`;
