/**
 * A version server over SFTP.
 *
 * Rule 1: every call has a time limit of its own; after one has passed, the session is over.
 * Rule 2: a file is read to the size that was given beforehand and not beyond; names from a listing are plain ones
 *         or none (`listing.ts`).
 */
import { pipeline } from 'node:stream/promises';
import type { Readable, Writable } from 'node:stream';
import type { FileEntryWithStats, Stats } from 'ssh2';
import { SENTENCE, shown } from '../document/shown.ts';
import { PATIENCE, transferMs, within } from './deadline.ts';
import type { Patience } from './deadline.ts';
import { makeLister } from './listing.ts';
import type { Lister } from './listing.ts';
import { openSftpSession } from './sftp-session.ts';
import type { SftpSession } from './sftp-session.ts';
import type { FtpOptions } from './store-ftp.ts';
import { failure, StoreFailure } from './store.ts';
import type { Listing, ReleaseStore, ServerAccess } from './store.ts';

interface Session extends SftpSession {
  readonly url: string;
  readonly folder: string;
  readonly patience: Patience;
}

export async function openSftpStore(
  access: ServerAccess,
  { patience = PATIENCE, signal }: Pick<FtpOptions, 'patience' | 'signal'> = {},
): Promise<ReleaseStore> {
  const opened = await openSftpSession(access, patience, signal);
  const folder = decodeURIComponent(new URL(access.url).pathname).replace(/\/+$/, '');
  return storeOver({ ...opened, url: access.url, folder, patience });
}

function storeOver(session: Session): ReleaseStore {
  const { sftp, patience } = session;
  const at = (path: string) => `${session.folder}/${path}`;
  const short = <T>(what: string, start: (done: Done<T>) => void) =>
    call(session, what, patience.commandMs, start);
  const flow = (what: string, size: number, from: Readable, to: Writable) =>
    telling(session, what, transferMs(patience, size), pipeline(from, to));
  return {
    read: (path, most) => readFile(session, at(path), most),
    fetch: (path, sink, size) =>
      flow(`fetch ${path}`, size, guarded(sftp.createReadStream(at(path))), sink),
    size: (path) => sizeOf(session, at(path)),
    list: (path) => listFiles(session, at(path)),
    modified: async (path) => (await statOf(session, at(path)))?.mtime,
    makeFolder: (path) => makeFolders(session, at(path)),
    makeFolderAlone: (path) => done(short(`make ${path}`, (end) => sftp.mkdir(at(path), end))),
    removeFolder: async (path) => {
      await done(short(`remove ${path}`, (end) => sftp.rmdir(at(path), end)));
    },
    write: (path, content, size) =>
      flow(`send ${path}`, size, content, guarded(sftp.createWriteStream(at(path)))),
    append: (path, content, size) =>
      flow(
        `send ${path}`,
        size,
        content,
        guarded(sftp.createWriteStream(at(path), { flags: 'a' })),
      ),
    rename: (from, to) => renameOver(session, at(from), at(to)),
    remove: async (path) => {
      await short(`remove ${path}`, (end) => sftp.unlink(at(path), end));
    },
    close: () => {
      session.close();
    },
  };
}

/** What a stream says after its end, when the session is closed over it, is nobody's matter. */
function guarded<T extends Readable | Writable>(stream: T): T {
  stream.on('error', () => undefined);
  return stream;
}

/** As ssh2 calls back; a status of success is no error there. */
type Done<T> = (error?: Error | null, value?: T) => void;

function call<T>(
  session: Session,
  what: string,
  ms: number,
  start: (done: Done<T>) => void,
): Promise<T> {
  const work = new Promise<T>((resolve, reject) => {
    start((error, value) => {
      if (error instanceof Error) reject(error);
      else resolve(value as T);
    });
  });
  return telling(session, what, ms, work);
}

async function telling<T>(
  session: Session,
  what: string,
  ms: number,
  work: Promise<T>,
): Promise<T> {
  try {
    return await within(ms, `${session.url}: ${what}`, work, () => {
      session.close();
    });
  } catch (error) {
    throw error instanceof StoreFailure ? error : failed(session, what, error);
  }
}

const NO_SUCH_FILE = 2;
/** Of the protocol; all above is the connection's. */
const MOST_STATUS = 31;

function failed({ url }: Session, what: string, error: unknown): StoreFailure {
  const said = shown(error instanceof Error ? error.message : String(error), SENTENCE);
  const sentence = `${url}: could not ${what}: ${said}`;
  const status = error instanceof Error && 'code' in error ? error.code : undefined;
  if (status === NO_SUCH_FILE) return failure('no-file', sentence);
  const refused = typeof status === 'number' && status <= MOST_STATUS;
  return failure(refused ? 'server-refused' : 'server-unreachable', sentence);
}

/** False where the server says no; what is lost stays a failure. */
async function done(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (error instanceof StoreFailure && error.fault.code === 'server-refused') return false;
    if (error instanceof StoreFailure && error.fault.code === 'no-file') return false;
    throw error;
  }
}

interface Found {
  readonly size: number;
  readonly mtime: number;
}

async function sizeOf(session: Session, path: string): Promise<number | undefined> {
  return (await statOf(session, path))?.size;
}

/** Of a plain file. */
async function statOf(session: Session, path: string): Promise<Found | undefined> {
  const { sftp, patience } = session;
  try {
    const found = await call<Stats>(session, `ask for ${path}`, patience.commandMs, (end) => {
      sftp.stat(path, end);
    });
    return found.isFile() ? { size: found.size, mtime: found.mtime * 1_000 } : undefined;
  } catch (error) {
    if (error instanceof StoreFailure && error.fault.code === 'no-file') return undefined;
    throw error;
  }
}

/** Some hundred names in each answer, until there are no more. */
async function listFiles(session: Session, path: string): Promise<Listing> {
  const { sftp, patience } = session;
  const lister = makeLister(session.url);
  const ask = <T>(start: (done: Done<T>) => void) =>
    call(session, `list ${path}`, patience.commandMs, start);
  try {
    const folder = await ask<Buffer>((end) => sftp.opendir(path, end));
    for (let more = true; more;)
      more = addEntries(lister, await ask<Entries>((end) => readEntries(session, folder, end)));
    await ask((end) => sftp.close(folder, end));
  } catch (error) {
    if (!(error instanceof StoreFailure) || error.fault.code !== 'no-file') throw error;
  }
  return lister.listing();
}

type Entries = readonly FileEntryWithStats[] | undefined;

/** Nothing at the end, which the library tells as an error. */
function readEntries({ sftp }: Session, folder: Buffer, end: Done<Entries>): void {
  sftp.readdir(folder, (error, list) => {
    if (isEnd(error)) end(undefined, undefined);
    else end(error, list);
  });
}

const END_OF_LIST = 1;

function isEnd(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === END_OF_LIST;
}

function addEntries(lister: Lister, entries: Entries): boolean {
  for (const { filename, attrs } of entries ?? [])
    if (attrs.isFile())
      lister.add({ name: filename, size: attrs.size, modified: attrs.mtime * 1_000 });
  return entries !== undefined && entries.length > 0;
}

async function readFile(session: Session, path: string, most: number): Promise<Buffer | undefined> {
  const size = await sizeOf(session, path);
  if (size === undefined) return undefined;
  if (size > most) throw tooLarge(session, path, most);
  const ms = transferMs(session.patience, most);
  return await telling(session, `fetch ${path}`, ms, collected(session, path, most));
}

async function collected(
  { sftp, ...session }: Session,
  path: string,
  most: number,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of guarded(sftp.createReadStream(path)) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > most) throw tooLarge(session, path, most);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge({ url }: Pick<Session, 'url'>, path: string, most: number): StoreFailure {
  return failure('file-too-large', `${url}: ${path} is larger than ${String(most)} bytes`);
}

async function makeFolders(session: Session, path: string): Promise<void> {
  const { sftp, patience } = session;
  const parts = path.split('/').filter((part) => part !== '');
  for (let depth = 1; depth <= parts.length; depth += 1) {
    const folder = `/${parts.slice(0, depth).join('/')}`;
    await done(
      call(session, `make ${folder}`, patience.commandMs, (end) => sftp.mkdir(folder, end)),
    );
  }
}

/** The protocol's own rename refuses a name that is taken; OpenSSH's replaces it. */
async function renameOver(session: Session, from: string, to: string): Promise<void> {
  const { sftp, patience } = session;
  const short = (what: string, start: (end: Done<unknown>) => void) =>
    call(session, `${what} ${from}`, patience.commandMs, start);
  try {
    await short('rename', (end) => {
      sftp.ext_openssh_rename(from, to, end);
    });
  } catch (error) {
    if (!(error instanceof Error && /does not support/.test(error.message))) throw error;
    await done(short('replace', (end) => sftp.unlink(to, end)));
    await short('rename', (end) => sftp.rename(from, to, end));
  }
}
