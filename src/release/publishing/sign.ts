/**
 * Signs with the keys in hand.
 *
 * Rule 1: what too few keys have signed is never published: that is found before anything is sent.
 * Rule 2: nor is what no reader would take: each text is read back first. It could not be taken away again.
 */
import { fault, isFault } from '../../protocol/fault.ts';
import { parseRoot } from '../formats/root.ts';
import { formatSigned, readSigned } from '../formats/signed.ts';
import type { Signature, Signed } from '../formats/signed.ts';
import { parseSnapshot } from '../formats/snapshot.ts';
import { parseTimestamp } from '../formats/timestamp.ts';
import { parseVersions } from '../formats/versions.ts';
import type { Read } from '../lines.ts';
import type { Role, Root } from '../model.ts';
import type { Signer } from '../signing/signer.ts';
import { failure, StoreFailure } from '../store.ts';
import { LARGE_BYTES, SMALL_BYTES } from '../trust/ask.ts';

interface Form {
  readonly most: number;
  readonly parse: (body: string) => Read<unknown>;
}

const FORMS: Readonly<Record<Role, Form>> = {
  root: { most: SMALL_BYTES, parse: parseRoot },
  timestamp: { most: SMALL_BYTES, parse: parseTimestamp },
  snapshot: { most: LARGE_BYTES, parse: parseSnapshot },
  targets: { most: LARGE_BYTES, parse: parseVersions },
};

export async function signed<T>(
  value: T,
  body: string,
  role: Role,
  roots: readonly Root[],
  signers: readonly Signer[],
): Promise<Signed<T>> {
  for (const root of roots) checkKeys(role, root, signers);
  const ids = new Set(roots.flatMap((root) => root.roles[role].keys));
  const signatures: Signature[] = [];
  for (const signer of signers.filter(({ key }) => ids.has(key.id))) {
    const signature = await signer.sign(body, role);
    if (isFault(signature)) throw new StoreFailure(signature.fault);
    signatures.push(signature);
  }
  const text = formatSigned(body, signatures);
  checkReadable(role, text);
  return { value, body, signatures, text };
}

function checkReadable(role: Role, text: string): void {
  const { most, parse } = FORMS[role];
  const read = readSigned(text, parse);
  const tooLarge = `it would have ${String(text.length)} bytes, and at most ${String(most)} are read`;
  if (read.ok && text.length <= most) return;
  const why = read.ok ? tooLarge : read.problem;
  throw failure('unreadable', `nobody could read the ${role} that this makes: ${why}`);
}

function checkKeys(role: Role, root: Root, signers: readonly Signer[]): void {
  const { threshold, keys } = root.roles[role];
  const found = new Set(signers.map(({ key }) => key.id).filter((id) => keys.includes(id)));
  if (found.size >= threshold) return;
  const wanted = keys.length === 1 ? `the key ${keys.join()}` : `of the keys ${keys.join(', ')}`;
  const message = `${role} needs ${String(threshold)} of its keys, and ${String(found.size)} ${found.size === 1 ? 'is' : 'are'} in hand`;
  const hint = `name ${wanted} with --key, or use --agent`;
  throw new StoreFailure(fault('threshold', message, { hint }).fault);
}
