/**
 * Reads a release from the version servers: they are tried in order until one has it.
 *
 * Rule 1: what `latest` says of a version information file (size, hash) must be so: a half-updated or mixed server
 *         is passed over.
 */
import { createHash } from 'node:crypto';
import { shown } from '../document/shown.ts';
import type { Fault } from '../protocol/fault.ts';
import { INFORMATION_BYTES, parseInformation } from './information.ts';
import { entryOf, LATEST_BYTES, parseLatest } from './latest.ts';
import type { Read } from './lines.ts';
import { LATEST_PATH } from './model.ts';
import type { Latest, LatestEntry, ReleaseInformation } from './model.ts';
import { withStore } from './open.ts';
import type { FtpOptions } from './store-ftp.ts';
import { asFault, failure } from './store.ts';
import type { ReleaseStore, ServerAccess } from './store.ts';

export interface FoundRelease {
  readonly information: ReleaseInformation;
  /** The server that had it. */
  readonly from: string;
  /** Those that were tried before, and why they were left. */
  readonly failed: readonly FailedServer[];
}

export interface FailedServer {
  readonly url: string;
  readonly fault: Fault;
}

/** Without a version, the newest. */
export async function readRelease(
  servers: readonly ServerAccess[],
  name: string,
  version?: string,
  options?: FtpOptions,
): Promise<FoundRelease | Fault> {
  const failed: FailedServer[] = [];
  for (const server of servers) {
    const found = await asFault(() =>
      withStore(server, options, (store) => informationIn(store, server.url, name, version)),
    );
    if (!('code' in found)) return { information: found, from: server.url, failed };
    failed.push({ url: server.url, fault: found });
  }
  return nobodyHas(name, version, failed);
}

function nobodyHas(
  name: string,
  version: string | undefined,
  failed: readonly FailedServer[],
): Fault {
  const what = version === undefined ? name : `${name} ${version}`;
  const [first] = failed;
  if (first === undefined) {
    return {
      code: 'no-server',
      message: 'no version server is named',
      hint: 'add `servers:` to the inventory',
    };
  }
  const all = failed.map(({ fault }) => fault.message).join('; ');
  const lacks = failed.some(({ fault }) => fault.code === 'no-release');
  const head = lacks ? 'no version server has release' : 'no version server could give release';
  const message = `${head} ${shown(what)}: ${all}`;
  const alike = failed.every(({ fault }) => fault.code === first.fault.code);
  return alike ? { ...first.fault, message } : { code: 'no-release', message };
}

async function informationIn(
  store: ReleaseStore,
  url: string,
  name: string,
  version?: string,
): Promise<ReleaseInformation> {
  const latest = await readLatest(store, url);
  const entry = latest && entryOf(latest, name, version);
  if (entry === undefined) {
    throw failure(
      'no-release',
      `${url}: there is no ${shown(version === undefined ? name : `${name} ${version}`)}`,
      `\`cutover release list --from ${url}\` says what it has; \`cutover release publish FOLDER --to ${url}\` adds to it`,
    );
  }
  return await informationOf(store, url, entry);
}

/** The version information file that an entry names. */
export async function informationOf(
  store: ReleaseStore,
  url: string,
  entry: LatestEntry,
): Promise<ReleaseInformation> {
  const bytes = await store.read(entry.path, INFORMATION_BYTES);
  if (bytes === undefined) throw failure('release-damaged', `${url}: ${entry.path} is missing`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (bytes.length !== entry.size || sha256 !== entry.sha256) {
    throw failure('release-damaged', `${url}: ${entry.path} is not what \`latest\` says it is`);
  }
  const information = taken(parseInformation(bytes.toString('latin1')), url, entry.path);
  if (information.name !== entry.name || information.version !== entry.version) {
    throw failure('release-damaged', `${url}: ${entry.path} is about another release`);
  }
  return information;
}

/** Missing on a server that nothing has been published to. */
export async function readLatest(store: ReleaseStore, url: string): Promise<Latest | undefined> {
  const bytes = await store.read(LATEST_PATH, LATEST_BYTES);
  return bytes && taken(parseLatest(bytes.toString('latin1')), url, LATEST_PATH);
}

function taken<T>(read: Read<T>, url: string, path: string): T {
  if (read.ok) return read.value;
  const line = read.line > 0 ? `:${String(read.line)}` : '';
  throw failure('release-damaged', `${url}: ${path}${line}: ${read.problem}`);
}

/** All that a server has. */
export async function listReleases(
  server: ServerAccess,
  options?: FtpOptions,
): Promise<readonly LatestEntry[] | Fault> {
  return await asFault(() =>
    withStore(
      server,
      options,
      async (store) => (await readLatest(store, server.url))?.entries ?? [],
    ),
  );
}
