/** Names for transactions and runs: readable, sortable, unlikely to meet again. */
import { randomBytes } from 'node:crypto';
import { hostname, userInfo } from 'node:os';

/** `20261128-020000-core-1f3a`; of `[a-z0-9-]`, at most 64 long. */
export function newTransactionId(unit: string): string {
  const stamp = new Date().toISOString().replaceAll(/[-:]/g, '').replace('T', '-').slice(0, 15);
  const name = unit
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 32);
  return [stamp, name, randomBytes(2).toString('hex')].filter((part) => part !== '').join('-');
}

/** `user@host`, with nothing in it that a device would have to escape. */
export function operatorName(): string {
  const plain = (text: string): string => text.replaceAll(/[^A-Za-z0-9._-]/g, '_').slice(0, 64);
  return `${plain(userInfo().username)}@${plain(hostname())}`;
}
