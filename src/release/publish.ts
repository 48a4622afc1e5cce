/**
 * Publishes a release: packages first, then the version information file, `latest` last.
 *
 * Rule 1: each file goes up under a temporary name, is checked, and is renamed: nobody ever reads half a file.
 * Rule 2: until `latest` names it, a version is not there; so a publishing that broke off is begun again.
 * Rule 3: what has been published keeps its content for good; the same again is nothing to do.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Fault } from '../protocol/fault.ts';
import type { PreparedRelease } from './folder.ts';
import { formatInformation, INFORMATION_BYTES } from './information.ts';
import { entryOf, formatLatest, twinOf, withEntry } from './latest.ts';
import { informationPath, LATEST_PATH } from './model.ts';
import type { Latest, LatestEntry, ReleaseInformation } from './model.ts';
import { withStore } from './open.ts';
import { informationOf, readLatest } from './read.ts';
import type { FtpOptions } from './store-ftp.ts';
import { asFault, failure } from './store.ts';
import type { ReleaseStore, ServerAccess } from './store.ts';
import { contentOfFile, contentOfText } from './upload.ts';
import type { Content } from './upload.ts';

export interface PublishOptions extends FtpOptions {
  readonly onProgress?: (progress: PublishProgress) => void;
}

export interface PublishProgress {
  readonly server: string;
  /** Path on the server. */
  readonly file: string;
  /** What has been sent; it may still be refused or lost. */
  readonly doneBytes: number;
  readonly totalBytes: number;
  /** It has arrived whole, and stands under its name. */
  readonly stored: boolean;
}

export interface Published {
  readonly server: string;
  /** `already`: the server had all of it. */
  readonly outcome: 'published' | 'already';
  readonly fault?: undefined;
}

export interface NotPublished {
  readonly server: string;
  readonly fault: Fault;
}

/** To each server in turn; one that fails doesn't stop the others. */
export async function publishRelease(
  release: PreparedRelease,
  servers: readonly ServerAccess[],
  options: PublishOptions = {},
): Promise<readonly (Published | NotPublished)[]> {
  const results: (Published | NotPublished)[] = [];
  let published = release;
  for (const server of servers) {
    const done = await asFault(() => publishTo(server, published, options));
    if ('code' in done) results.push({ server: server.url, fault: done });
    else {
      // Mirrors are alike to the byte: the second takes over the first one's moment of publishing.
      published = { ...release, information: done.information };
      results.push({ server: server.url, outcome: done.outcome });
    }
  }
  return results;
}

interface Done {
  readonly outcome: 'published' | 'already';
  readonly information: ReleaseInformation;
}

async function publishTo(
  server: ServerAccess,
  release: PreparedRelease,
  options: PublishOptions,
): Promise<Done> {
  return await withStore(server, options, async (store) => {
    const latest = await readLatest(store, server.url);
    if (latest !== undefined) checkSpelling(server, latest, release.information);
    const entry = latest && entryOf(latest, release.information.name, release.information.version);
    const known = entry && (await informationOf(store, server.url, entry));
    if (known !== undefined) checkSame(server, known, release.information);
    const information = known ?? release.information;
    const sent = await sendPackages(store, server, release, options, known !== undefined);
    if (known === undefined) await announce(store, server, information, latest);
    return { information, outcome: known !== undefined && sent === 0 ? 'already' : 'published' };
  });
}

function checkSpelling({ url }: ServerAccess, latest: Latest, wanted: ReleaseInformation): void {
  const twin = twinOf(latest, wanted.name, wanted.version);
  if (twin === undefined) return;
  throw failure(
    'release-differs',
    `${url}: ${wanted.name} ${wanted.version} is the same version as ${twin.version}, which is published already`,
    'give the new one a higher version',
  );
}

function checkSame(
  server: ServerAccess,
  known: ReleaseInformation,
  wanted: ReleaseInformation,
): void {
  const { published } = known;
  if (formatInformation(known) === formatInformation({ ...wanted, published })) return;
  throw failure(
    'release-differs',
    `${server.url}: ${wanted.name} ${wanted.version} is published already, with other content`,
    'what has been published keeps its content: give the new one a new version',
  );
}

/** How many had to be sent. A file of a published version is sent again only where it is missing or cut. */
async function sendPackages(
  store: ReleaseStore,
  server: ServerAccess,
  { files, information }: PreparedRelease,
  options: PublishOptions,
  known: boolean,
): Promise<number> {
  let sent = 0;
  for (const [path, local] of files) {
    if (known && (await store.size(path)) === local.size) continue;
    const about = { server: server.url, file: path, totalBytes: local.size };
    const report = (doneBytes: number, stored = false) =>
      options.onProgress?.({ ...about, doneBytes, stored });
    await store.makeFolder(folderOf(path));
    await put(store, path, contentOfFile(local, report));
    report(local.size, true);
    sent += 1;
  }
  await store.makeFolder(folderOf(informationPath(information.name, information.version)));
  return sent;
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

async function announce(
  store: ReleaseStore,
  server: ServerAccess,
  information: ReleaseInformation,
  latest: Latest | undefined,
): Promise<void> {
  const text = formatInformation(information);
  const path = informationPath(information.name, information.version);
  await put(store, path, contentOfText(text));
  const entry = { name: information.name, version: information.version, ...measure(text), path };
  await checkBack(store, server, path, entry);
  const pointer = formatLatest(withEntry(latest, entry, information.published));
  await put(store, LATEST_PATH, contentOfText(pointer));
  const now = await readLatest(store, server.url);
  if (now === undefined || entryOf(now, entry.name, entry.version)?.sha256 !== entry.sha256) {
    throw failure(
      'release-lost',
      `${server.url}: somebody else has changed \`latest\` at the same moment`,
      'publish again',
    );
  }
}

function measure(text: string): Pick<LatestEntry, 'size' | 'sha256'> {
  return { size: text.length, sha256: createHash('sha256').update(text).digest('hex') };
}

async function checkBack(
  store: ReleaseStore,
  server: ServerAccess,
  path: string,
  { sha256 }: LatestEntry,
): Promise<void> {
  const back = await store.read(path, INFORMATION_BYTES);
  if (back !== undefined && createHash('sha256').update(back).digest('hex') === sha256) return;
  throw failure('upload-damaged', `${server.url}: ${path} came back other than it was sent`);
}

async function put(store: ReleaseStore, path: string, content: Content): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.part`;
  try {
    await store.write(temporary, content.stream, content.size);
    await checkArrived(store, temporary, content);
    await store.rename(temporary, path);
  } catch (error) {
    // Best effort: the session may be gone, and nobody takes a `.part` for a package.
    await store.remove(temporary).catch(() => undefined);
    throw error;
  }
}

async function checkArrived(store: ReleaseStore, path: string, content: Content): Promise<void> {
  const problem = content.problem();
  if (problem !== undefined) throw problem;
  const arrived = await store.size(path);
  if (arrived === content.size) return;
  const counts = `sent ${String(content.size)} bytes, ${String(arrived ?? 0)} arrived`;
  throw failure('upload-damaged', `${path}: ${counts}`);
}
