/**
 * A private key for SSH, read and looked at before anybody is called: whatever is wrong with it is said
 * of its file.
 */
import { readFileSync } from 'node:fs';
import ssh2 from 'ssh2';
import { fault, type FaultValue, type OrFault } from '../protocol/fault.ts';
import { sanitizeLine } from './sanitize.ts';

export interface PrivateKey {
  readonly privateKey: Buffer;
}

export function readPrivateKey(file: string): OrFault<PrivateKey> {
  try {
    const bytes = readFileSync(file);
    return problemOf(file, bytes) ?? { privateKey: bytes };
  } catch (error) {
    return unusable(file, error instanceof Error ? error.message : String(error));
  }
}

function problemOf(file: string, bytes: Buffer): FaultValue | undefined {
  const parsed = ssh2.utils.parseKey(bytes);
  if (isEncrypted(bytes, parsed)) return locked(file);
  if (parsed instanceof Error) return unusable(file, parsed.message);
  const [key] = [parsed].flat();
  return key?.isPrivateKey() === true ? undefined : unusable(file, 'it holds no private key');
}

function isEncrypted(bytes: Buffer, parsed: unknown): boolean {
  if (bytes.includes('-----BEGIN ENCRYPTED PRIVATE KEY-----')) return true;
  return parsed instanceof Error && /encrypted|passphrase/i.test(parsed.message);
}

function locked(file: string): FaultValue {
  return fault('auth', `the key ${sanitizeLine(file)} is protected by a passphrase`, {
    hint: 'add it to an SSH agent and name none, or name one without',
  });
}

function unusable(file: string, why: string): FaultValue {
  return fault('auth', `the key ${sanitizeLine(file)} can't be used: ${sanitizeLine(why)}`, {
    hint: 'name a private key in OpenSSH or PEM form as `key` in the inventory, or with --login-key',
  });
}
