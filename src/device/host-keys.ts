/**
 * Known hosts in OpenSSH's own file format (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT): plain and hashed
 * names, `[host]:port`, `@revoked`. Without a line for it no host is spoken to.
 *
 * Deliberately not here: certificates (`@cert-authority` lines are passed over), wildcards.
 */
import { createHash, createHmac } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fault, isFault, type FaultValue, type OrFault } from '../protocol/fault.ts';
import { sanitizeLine } from './sanitize.ts';

export interface KnownKey {
  readonly type: string;
  /** Base64 as in the file. */
  readonly key: string;
  readonly revoked: boolean;
}

export type HostKeyVerdict = 'known' | 'unknown' | 'changed' | 'revoked';

/** All keys that a file holds for a host; none if there is no file. One that can't be read lets nobody be trusted. */
export function knownKeys(file: string, host: string, port: number): OrFault<readonly KnownKey[]> {
  const text = inKnownHosts(file, () => (existsSync(file) ? readFileSync(file, 'utf8') : ''));
  if (isFault(text)) return text;
  if (text.includes('\0')) return unusable(file, 'it is not a text');
  const name = hostName(host, port);
  const keys = text.split('\n').map((line) => keyOn(line, name));
  const spoiled = keys.findIndex((key) => key !== undefined && !isKey(key));
  if (spoiled < 0) return keys.filter((key) => key !== undefined);
  return unusable(file, `line ${String(spoiled + 1)} names ${name}, and its key is none`);
}

/** The blob begins with the type that stands before it. */
function isKey({ type, key }: KnownKey): boolean {
  const blob = Buffer.from(key, 'base64');
  return blob.length > 4 && keyType(blob) === type;
}

function inKnownHosts<T>(file: string, work: () => T): OrFault<T> {
  try {
    return work();
  } catch (error) {
    return unusable(file, error instanceof Error ? error.message : String(error));
  }
}

function unusable(file: string, why: string): FaultValue {
  const message = `the known hosts ${sanitizeLine(file)} can't be used: ${sanitizeLine(why)}`;
  return fault('host-key', message, {
    hint: 'mend the file, or name another one as `known-hosts` in the inventory and enroll the devices',
  });
}

/** What a presented key is, given what is known of the host. */
export function judgeKey(known: readonly KnownKey[], presented: Buffer): HostKeyVerdict {
  const key = presented.toString('base64');
  const same = known.filter((entry) => entry.key === key);
  if (same.some((entry) => entry.revoked)) return 'revoked';
  if (same.length > 0) return 'known';
  return known.some((entry) => !entry.revoked) ? 'changed' : 'unknown';
}

/** `SHA256:…` as ssh-keygen -l prints it. */
export function keyFingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/** The algorithm's name, the first string in a public key's blob (RFC 4253, 6.6). */
export function keyType(key: Buffer): string {
  return key.subarray(4, 4 + key.readUInt32BE(0)).toString('latin1');
}

export function addKnownKey(
  file: string,
  host: string,
  port: number,
  key: Buffer,
): OrFault<'added'> {
  return inKnownHosts(file, () => {
    mkdirSync(dirname(file), { recursive: true });
    const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const gap = before === '' || before.endsWith('\n') ? '' : '\n';
    const line = `${hostName(host, port)} ${keyType(key)} ${key.toString('base64')}`;
    appendFileSync(file, `${gap}${line}\n`, { mode: 0o600 });
    return 'added';
  });
}

function hostName(host: string, port: number): string {
  return port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${String(port)}`;
}

function keyOn(line: string, name: string): KnownKey | undefined {
  const words = line.trim().split(/\s+/);
  if (line.trim() === '' || line.startsWith('#') || words[0] === '@cert-authority')
    return undefined;
  const revoked = words[0] === '@revoked';
  const [hosts = '', type = '', key = ''] = revoked ? words.slice(1) : words;
  return hosts.split(',').some((host) => sameHost(host, name)) ? { type, key, revoked } : undefined;
}

function sameHost(pattern: string, name: string): boolean {
  if (!pattern.startsWith('|1|')) return pattern.toLowerCase() === name;
  const [salt = '', hash = ''] = pattern.slice(3).split('|');
  return createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest('base64') === hash;
}
