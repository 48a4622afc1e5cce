/** A publisher with a key of their own, as tests need one; and a reader who trusts it. */
import { generateKeyPairSync, sign } from 'node:crypto';
import type { Fault } from '../../src/protocol/fault.ts';
import type { PreparedRelease } from '../../src/release/folder.ts';
import { withVersion } from '../../src/release/publishing/changes.ts';
import type { Offer } from '../../src/release/publishing/changes.ts';
import { changePublished } from '../../src/release/publishing/publisher.ts';
import type {
  Published,
  Publishing,
  ServerResult,
} from '../../src/release/publishing/publisher.ts';
import { firstRoot } from '../../src/release/publishing/roots.ts';
import { readRelease } from '../../src/release/read.ts';
import type { FoundRelease, Trust } from '../../src/release/read.ts';
import { keyBlob } from '../../src/release/signing/public-key.ts';
import { signerOf } from '../../src/release/signing/signer.ts';
import type { Signer } from '../../src/release/signing/signer.ts';
import type { ServerAccess } from '../../src/release/store.ts';

export function newSigner(): Signer {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  return signerOf(keyBlob(Buffer.from(x, 'base64url')), (bytes) =>
    Promise.resolve(sign(null, bytes, privateKey)),
  );
}

export type Setting = Omit<Publishing, 'servers'>;

/** A first root on these servers; its text. */
export async function initialised(
  servers: readonly ServerAccess[],
  setting: Setting,
): Promise<string> {
  const first = await firstRoot(setting.signers, 1, Date.now());
  const { results } = succeeded(
    await changePublished({ ...setting, servers, first }, () => ({ releases: new Map() })),
  );
  for (const { fault } of results) if (fault !== undefined) throw new Error(fault.message);
  return first.text;
}

function succeeded(result: Published | Fault): Published {
  if ('code' in result) throw new Error(result.message);
  return result;
}

export async function publish(
  release: PreparedRelease,
  servers: readonly ServerAccess[],
  setting: Setting,
  offer: Offer = {},
): Promise<readonly ServerResult[] | Fault> {
  const { name, version, files } = release;
  const result = await changePublished({ ...setting, servers }, ({ releases }) => ({
    releases: new Map(releases).set(
      name,
      withVersion(name, releases.get(name) ?? [], version, offer),
    ),
    files,
  }));
  return 'code' in result ? result : result.results;
}

export function trusting(root: string | undefined): Trust {
  return {
    ...(root === undefined ? {} : { root }),
    kept: {},
    now: Date.now(),
    keep: () => Promise.resolve(),
  };
}

export function readCore(
  servers: readonly ServerAccess[],
  root: string,
  version?: string,
  options: Parameters<typeof readRelease>[3] = {},
): Promise<FoundRelease | Fault> {
  const wanted = { release: 'core', ...(version === undefined ? {} : { version }) };
  return readRelease(servers, wanted, trusting(root), options);
}
