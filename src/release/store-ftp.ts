/**
 * A version server over FTP.
 *
 * Rule 1: data connections go to the control connection's host, whatever the server says.
 * Rule 2: no name is ever taken from a listing; nothing is listed at all.
 * Rule 3: every call has a time limit of its own; after one has passed, the session is over.
 */
import { isIP } from 'node:net';
import { Writable } from 'node:stream';
import { Client, FTPError } from 'basic-ftp';
import type { AccessOptions } from 'basic-ftp';
import { SENTENCE, shown } from '../document/shown.ts';
import { PATIENCE, transferMs, within } from './deadline.ts';
import type { Patience } from './deadline.ts';
import { guardRejections } from './rejections.ts';
import { failure, StoreFailure } from './store.ts';
import type { ReleaseStore, ServerAccess } from './store.ts';

export interface FtpOptions {
  readonly patience?: Patience;
  /** PEM of a certificate to trust for `ftps:` beside the system's. */
  readonly ca?: string;
}

export async function openFtpStore(
  access: ServerAccess,
  options: FtpOptions = {},
): Promise<ReleaseStore> {
  const patience = options.patience ?? PATIENCE;
  const client = new Client(patience.commandMs);
  const unguard = guardRejections();
  const session = sessionOf(access, client, patience);
  try {
    await call(
      session,
      'log in',
      patience.connectMs,
      client.access(accessOptions(access, options)),
    );
  } catch (error) {
    client.close();
    unguard();
    throw error;
  }
  return storeOver(session, unguard);
}

interface Session {
  /** Replaced where a server says it back. */
  readonly password: string;
  readonly client: Client;
  readonly patience: Patience;
  readonly url: string;
  readonly folder: string;
}

function sessionOf(
  { url, password = '' }: ServerAccess,
  client: Client,
  patience: Patience,
): Session {
  return { client, patience, url, folder: folderOf(url), password };
}

/** Relative to where the login ends, as in an FTP URL. */
function folderOf(url: string): string {
  const path = new URL(url).pathname.replace(/^\/+|\/+$/g, '');
  return path === '' ? '' : `${path}/`;
}

function accessOptions(access: ServerAccess, { ca }: FtpOptions): AccessOptions {
  const url = new URL(access.url);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = url.port === '' ? {} : { port: Number(url.port) };
  const login = { user: access.user ?? 'anonymous', password: access.password ?? 'cutover@' };
  if (url.protocol !== 'ftps:') return { host, ...port, ...login };
  // An address is no server name; the certificate is held against it all the same.
  const name = isIP(host) === 0 ? { servername: host } : {};
  const secureOptions = { ...name, ...(ca === undefined ? {} : { ca }) };
  return { host, ...port, ...login, secure: url.port === '990' ? 'implicit' : true, secureOptions };
}

function storeOver(session: Session, onClose: () => void): ReleaseStore {
  const { client, patience, folder } = session;
  const at = (path: string) => folder + path;
  const command = <T>(what: string, work: Promise<T>) =>
    call(session, what, patience.commandMs, work);
  return {
    read: (path, most) => readFile(session, at(path), most),
    size: (path) => sizeOf(session, at(path)),
    fetch: async (path, sink, size) => {
      await call(
        session,
        `fetch ${path}`,
        transferMs(patience, size),
        client.downloadTo(sink, at(path)),
      );
    },
    makeFolder: (path) => makeFolders(session, at(path)),
    makeFolderAlone: async (path) => {
      const made = await command(`make ${path}`, client.sendIgnoringError(`MKD ${at(path)}`));
      return made.code < 400;
    },
    removeFolder: async (path) => {
      await command(`remove ${path}`, client.sendIgnoringError(`RMD ${at(path)}`));
    },
    write: async (path, content, size) => {
      const ms = transferMs(patience, size);
      await call(session, `send ${path}`, ms, client.uploadFrom(content, at(path)));
    },
    append: async (path, content, size) => {
      const ms = transferMs(patience, size);
      await call(session, `send ${path}`, ms, client.appendFrom(content, at(path)));
    },
    rename: async (from, to) => {
      await command(`rename ${from}`, client.rename(at(from), at(to)));
    },
    remove: async (path) => {
      await command(`remove ${path}`, client.remove(at(path)));
    },
    close: () => {
      client.close();
      onClose();
    },
  };
}

/** SIZE first: a missing file makes some servers reset the data connection. */
async function readFile(session: Session, path: string, most: number): Promise<Buffer | undefined> {
  const size = await sizeOf(session, path);
  if (size === undefined) return undefined;
  if (size > most) throw tooLarge(session, path, most);
  const sink = collector(most, () => tooLarge(session, path, most));
  const ms = transferMs(session.patience, most);
  await call(session, `fetch ${path}`, ms, session.client.downloadTo(sink.writable, path));
  return sink.content();
}

function tooLarge(session: Session, path: string, most: number): StoreFailure {
  return failure('file-too-large', `${session.url}: ${path} is larger than ${String(most)} bytes`);
}

/** What a server sends may be longer than it said. */
function collector(
  most: number,
  onTooMuch: () => Error,
): { writable: Writable; content: () => Buffer } {
  const chunks: Buffer[] = [];
  let length = 0;
  const writable = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      length += chunk.length;
      if (length <= most) chunks.push(chunk);
      done(length <= most ? null : onTooMuch());
    },
  });
  return { writable, content: () => Buffer.concat(chunks) };
}

async function sizeOf(session: Session, path: string): Promise<number | undefined> {
  try {
    return await call(
      session,
      `ask for ${path}`,
      session.patience.commandMs,
      session.client.size(path),
    );
  } catch (error) {
    if (error instanceof StoreFailure && error.fault.code === 'no-file') return undefined;
    throw error;
  }
}

/** A folder that is there already is an error to FTP, and to nobody else. */
async function makeFolders(session: Session, path: string): Promise<void> {
  const parts = path.split('/').filter((part) => part !== '');
  for (let depth = 1; depth <= parts.length; depth += 1) {
    const folder = parts.slice(0, depth).join('/');
    const work = session.client.sendIgnoringError(`MKD ${folder}`);
    await call(session, `make ${folder}`, session.patience.commandMs, work);
  }
}

async function call<T>(session: Session, what: string, ms: number, work: Promise<T>): Promise<T> {
  try {
    return await within(ms, `${session.url}: ${what}`, work, () => {
      session.client.close();
    });
  } catch (error) {
    throw error instanceof StoreFailure ? error : failed(session, what, error);
  }
}

const MISSING = [550, 551];
const LOGIN_REFUSED = [530, 532];

function failed(session: Session, what: string, error: unknown): StoreFailure {
  const said = saidBy(session, error);
  const sentence = `${session.url}: could not ${what}: ${said}`;
  if (NOBODY.test(said)) return notReached(session.url, said);
  if (!(error instanceof FTPError)) {
    // The library's own limit on silence.
    const late = error instanceof Error && /^timeout/i.test(error.message);
    return failure(late ? 'server-timeout' : 'server-unreachable', sentence);
  }
  if (MISSING.includes(error.code)) return failure('no-file', sentence);
  if (!LOGIN_REFUSED.includes(error.code)) return failure('server-refused', sentence);
  return failure('server-login', sentence, 'check user and password');
}

/** No server has said a word: it was not even asked for a login. */
const NOBODY = /\b(?:ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)\b/;

function notReached(url: string, said: string): StoreFailure {
  return failure(
    'server-unreachable',
    `${url}: no server answers there: ${said}`,
    'is the version server running, and are its host and port right?',
  );
}

function saidBy({ password }: Session, error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  return shown(password === '' ? said : said.replaceAll(password, '***'), SENTENCE);
}
