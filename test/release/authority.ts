/** What a publisher would have signed, and what an attacker would: texts on a server that is a map. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { formatRoot } from '../../src/release/formats/root.ts';
import { formatSigned } from '../../src/release/formats/signed.ts';
import type { Signature } from '../../src/release/formats/signed.ts';
import { formatSnapshot } from '../../src/release/formats/snapshot.ts';
import { formatTimestamp } from '../../src/release/formats/timestamp.ts';
import { formatVersions } from '../../src/release/formats/versions.ts';
import { releasePath, rootPath, snapshotPath } from '../../src/release/model.ts';
import type {
  Named,
  PublicKey,
  ReleaseFile,
  ReleaseVersion,
  Role,
  RoleKeys,
  Root,
} from '../../src/release/model.ts';
import { keyBlob, publicKeyOf } from '../../src/release/signing/public-key.ts';
import { toBeSigned, wrapSignature } from '../../src/release/signing/sshsig.ts';
import { namedAs } from '../../src/release/trust/ask.ts';

export interface TestKey {
  readonly public: PublicKey;
  sign(body: string, role: Role): Signature;
}

export function newKey(): TestKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  const blob = keyBlob(Buffer.from(x, 'base64url'));
  const key = publicKeyOf(blob);
  return {
    public: key,
    sign: (body, role) => {
      const raw = sign(null, toBeSigned(body, role), privateKey);
      return { key: key.id, bytes: wrapSignature(blob, role, raw) };
    },
  };
}

export const NOW = Date.parse('2026-11-27T10:00:00Z');
export const LATER = '2027-11-27T10:00:00Z';
const TODAY = '2026-11-27T09:00:00Z';

export type Files = Map<string, string>;

export type RoleSetting = Partial<Record<Role, { keys: readonly TestKey[]; threshold?: number }>>;

/** All roles have the first key, unless they are set. */
export function rootOf(
  version: number,
  key: TestKey,
  roles: RoleSetting = {},
  more: Partial<Root> = {},
): Root {
  const role = (name: Role): RoleKeys => {
    const { keys = [key], threshold = 1 } = roles[name] ?? {};
    return { threshold, keys: keys.map((each) => each.public.id).sort() };
  };
  const all = new Map(
    [key, ...Object.values(roles).flatMap(({ keys }) => keys)].map((each) => [
      each.public.id,
      each.public,
    ]),
  );
  const keys = [...all.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const given = {
    root: role('root'),
    targets: role('targets'),
    snapshot: role('snapshot'),
    timestamp: role('timestamp'),
  };
  const used = new Set(Object.values(given).flatMap((each) => each.keys));
  return {
    version,
    expires: LATER,
    keys: keys.filter(({ id }) => used.has(id)),
    roles: given,
    ...more,
  };
}

export function signedBy(body: string, role: Role, keys: readonly TestKey[]): string {
  return formatSigned(
    body,
    keys.map((key) => key.sign(body, role)),
  );
}

export function rootText(root: Root, keys: readonly TestKey[]): string {
  return signedBy(formatRoot(root), 'root', keys);
}

export function version(name: string, more: Partial<ReleaseVersion> = {}): ReleaseVersion {
  return {
    version: name,
    channels: new Map(),
    downgrades: [],
    programs: [],
    packages: [],
    ...more,
  };
}

export interface PublishedTexts {
  readonly counter: number;
  readonly releases: Readonly<
    Record<
      string,
      { revision: number; versions?: readonly ReleaseVersion[] } & Partial<ReleaseFile>
    >
  >;
  readonly keys: readonly TestKey[];
  readonly published?: string;
  readonly expires?: string;
  readonly snapshotCounter?: number;
  /** By role, in place of the keys above. */
  readonly by?: Partial<Record<Role, readonly TestKey[]>>;
  /** Expiry by role. */
  readonly ends?: Partial<Record<Role, string>>;
}

/** A timestamp, its snapshot and its files. */
export function publishedTexts(what: PublishedTexts): Files {
  const { counter, releases, keys, published = TODAY, by = {} } = what;
  const endOf = (role: Role): string => what.ends?.[role] ?? what.expires ?? LATER;
  const files: Files = new Map();
  const named = new Map<string, Named>();
  for (const [release, { revision, versions = [version('3.0')], ...more }] of Object.entries(
    releases,
  )) {
    const file = {
      release,
      revision,
      published,
      expires: endOf('targets'),
      versions,
      ...more,
    };
    const text = signedBy(formatVersions(file), 'targets', by.targets ?? keys);
    files.set(releasePath(release, revision), text);
    named.set(release, namedAs(revision, text));
  }
  const snapshotCounter = what.snapshotCounter ?? counter;
  const snapshot = {
    counter: snapshotCounter,
    published,
    expires: endOf('snapshot'),
    releases: named,
  };
  const text = signedBy(formatSnapshot(snapshot), 'snapshot', by.snapshot ?? keys);
  files.set(snapshotPath(snapshotCounter), text);
  const timestamp = {
    counter,
    published,
    expires: endOf('timestamp'),
    snapshot: namedAs(snapshotCounter, text),
  };
  files.set('timestamp', signedBy(formatTimestamp(timestamp), 'timestamp', by.timestamp ?? keys));
  return files;
}

export function withRoots(files: Files, ...roots: readonly string[]): Files {
  return new Map([...files, ...roots.map((text, index) => [rootPath(index + 1), text] as const)]);
}
