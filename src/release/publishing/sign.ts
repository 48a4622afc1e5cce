/**
 * Signs with the keys in hand.
 *
 * Rule 1: what too few keys have signed is never published: that is found before anything is sent.
 */
import { fault, isFault } from '../../protocol/fault.ts';
import { formatSigned } from '../formats/signed.ts';
import type { Signature, Signed } from '../formats/signed.ts';
import type { Role, Root } from '../model.ts';
import type { Signer } from '../signing/signer.ts';
import { StoreFailure } from '../store.ts';

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
  return { value, body, signatures, text: formatSigned(body, signatures) };
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
