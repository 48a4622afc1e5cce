/**
 * Which root a publisher trusts: one that was given, or one that a key in hand has signed.
 *
 * Rule 1: without either nothing is signed: what somebody else has put on a server would come under our signature.
 */
import type { Signed } from '../formats/signed.ts';
import { rootPath } from '../model.ts';
import type { Root } from '../model.ts';
import { answered, rootFrom } from '../session.ts';
import type { Asked } from '../session.ts';
import type { Signer } from '../signing/signer.ts';
import { signatureHolds } from '../signing/sshsig.ts';
import { failure, StoreFailure } from '../store.ts';
import { askFor, SMALL_BYTES, understood } from '../trust/ask.ts';
import type { Reading } from '../trust/ask.ts';
import { newestRoot, readRoot } from '../trust/roots.ts';
import { checkSignatures } from '../trust/signatures.ts';

/** All from the first one on, each following from the one before it. */
export async function trustedRoots(
  asked: readonly Asked[],
  signers: readonly Signer[],
  given: string | undefined,
): Promise<readonly Signed<Root>[]> {
  const found = await rootsOn(asked);
  const ours = found.filter((roots) => isTrusted(roots, signers, given));
  const [longest] = ours.toSorted((a, b) => b.length - a.length);
  if (longest !== undefined) return longest;
  if (found.length > 0)
    throw failure(
      'no-trust',
      given === undefined
        ? 'the root that lies there was signed by none of the keys in hand'
        : 'the root that lies there does not follow from the one that is trusted',
      'name the root file that you trust with --trust, or a key that has signed a root',
    );
  const wrong = asked.find(({ fault }) => fault !== undefined)?.fault;
  if (wrong !== undefined) throw new StoreFailure(wrong);
  throw failure('no-root', 'nothing has been published there', 'begin with `cutover release init`');
}

/** A failure where there is one already. */
export async function checkNoRoot(asked: readonly Asked[]): Promise<void> {
  const found = await rootsOn(asked);
  if (found.length > 0)
    throw failure(
      'root-exists',
      'there is a root already',
      'go on with it; `cutover release renew` brings further servers to it',
    );
}

async function rootsOn(asked: readonly Asked[]): Promise<readonly (readonly Signed<Root>[])[]> {
  const chains = await Promise.all(asked.map((one) => answered(one, chain())));
  return chains.flatMap((each) =>
    each === undefined || each.roots.length === 0 ? [] : [each.roots],
  );
}

interface Chain {
  readonly roots: readonly Signed<Root>[];
}

function* chain(): Reading<Chain> {
  const path = rootPath(1);
  const text = yield* askFor(path, SMALL_BYTES);
  if (text === undefined) return { roots: [] };
  const first = understood(path, readRoot(text));
  checkSignatures(path, first.value, 'root', first);
  const { taken } = yield* newestRoot(first);
  return { roots: [first, ...taken] };
}

function isTrusted(
  roots: readonly Signed<Root>[],
  signers: readonly Signer[],
  given: string | undefined,
): boolean {
  if (given === undefined)
    return roots.some((root) => signers.some((signer) => signedBy(root, signer)));
  const trusted = rootFrom(given);
  return roots.some((root) => root.body === trusted.body);
}

function signedBy({ body, signatures }: Signed<Root>, { key }: Signer): boolean {
  const blob = Buffer.from(key.blob, 'base64');
  return signatures.some(
    (each) => each.key === key.id && signatureHolds(each.bytes, blob, 'root', body),
  );
}
