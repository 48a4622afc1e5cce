/** A simulated device's host key, made at its first start, and the key that is let in. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newKeyPair } from '../ssh-server.ts';

export function hostKeyFile(folder: string): string {
  return join(folder, 'etc/ssh/host_key');
}

export function userKeyFile(folder: string): string {
  return join(folder, 'etc/ssh/authorized_key');
}

export function installKeys(folder: string, authorizedKey: string): void {
  mkdirSync(join(folder, 'etc/ssh'), { recursive: true, mode: 0o700 });
  writeFileSync(userKeyFile(folder), `${authorizedKey}\n`);
  if (existsSync(hostKeyFile(folder))) return;
  const pair = newKeyPair();
  writeFileSync(hostKeyFile(folder), pair.private, { mode: 0o600 });
  writeFileSync(`${hostKeyFile(folder)}.pub`, `${pair.public}\n`);
}
