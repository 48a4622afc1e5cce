/** What ends soon is signed anew: the timestamp in any case, and the root where there are keys for it. */
import type { Signed } from '../formats/signed.ts';
import { asFault } from '../store.ts';
import type { Root } from '../model.ts';
import type { Signer } from '../signing/signer.ts';
import { DAY_MS } from './compose.ts';
import type { Change, Present } from './publisher.ts';
import { nextRoot } from './roots.ts';

const ROOT_SOON_DAYS = 60;

export async function renewal(
  { root, releases }: Present,
  signers: readonly Signer[],
  warn: (text: string) => void,
): Promise<Change> {
  const change = { releases, renew: true };
  const now = Date.now();
  if (Date.parse(root.value.expires) > now + ROOT_SOON_DAYS * DAY_MS) return change;
  const next = await asFault<Signed<Root>>(() => nextRoot(root.value, root.value, signers, now));
  if (!('code' in next)) return { ...change, root: next };
  warn(`warning: the root ends on ${root.value.expires}, and can’t be renewed: ${next.message}`);
  return change;
}
