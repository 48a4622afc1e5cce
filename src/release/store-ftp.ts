/**
 * A version server over FTP.
 *
 * Rule 1: data connections go to the control connection's host, whatever the server says.
 * Rule 2: names from a listing are plain ones or none (`listing.ts`); only results are looked for that way.
 * Rule 3: every call has a time limit of its own; after one has passed, the session is over.
 */
import { isIP } from 'node:net';
import { Client, FTPError } from 'basic-ftp';
import type { AccessOptions } from 'basic-ftp';
import { SENTENCE, shown } from '../document/shown.ts';
import { collector } from './collector.ts';
import { PATIENCE, transferMs, within } from './deadline.ts';
import type { Patience } from './deadline.ts';
import {
  LIKELY_LISTED_BYTES,
  momentOf,
  MOST_LISTED_BYTES,
  readListing,
  tooMany,
} from './listing.ts';
import { guardRejections } from './rejections.ts';
import { failure, StoreFailure } from './store.ts';
import type { Listing, ReleaseStore, ServerAccess } from './store.ts';

export interface FtpOptions {
  readonly patience?: Patience;
  /** PEM of a certificate to trust for `ftps:` beside the system's. */
  readonly ca?: string;
  /** When nobody waits for this server any more. */
  readonly signal?: AbortSignal;
}

export async function openFtpStore(
  access: ServerAccess,
  options: FtpOptions = {},
): Promise<ReleaseStore> {
  const patience = options.patience ?? PATIENCE;
  const client = new Client(patience.commandMs, { maxListingBytes: MOST_LISTED_BYTES });
  const unguard = guardRejections();
  const session = sessionOf(access, client, patience, options.signal);
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
  readonly signal?: AbortSignal;
}

function sessionOf(
  { url, password = '' }: ServerAccess,
  client: Client,
  patience: Patience,
  signal?: AbortSignal,
): Session {
  const more = signal === undefined ? {} : { signal };
  return { client, patience, url, folder: folderOf(url), password, ...more };
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
    list: (path) => listFiles(session, at(path)),
    modified: (path) => modifiedAt(session, at(path)),
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

/**
 * MLSD tells of each file when it came; a server that hasn't got it tells names alone. Which one is asked for
 * beforehand: after one refusal, proftpd resets the data connection of the next.
 */
async function listFiles(session: Session, path: string): Promise<Listing> {
  const { client, patience, url } = session;
  const features = await call(session, 'ask what it can', patience.commandMs, client.features());
  client.availableListCommands = [features.has('MLST') ? 'MLSD' : 'NLST'];
  const heard = { text: '', cut: false };
  client.parseList = (raw) => {
    heard.text = raw;
    return [];
  };
  client.ftp.log = (message) => {
    heard.cut ||= TRUNCATED.test(message);
  };
  const ms = transferMs(patience, LIKELY_LISTED_BYTES);
  try {
    await call(session, `list ${path}`, ms, client.list(path));
  } catch (error) {
    if (!(error instanceof StoreFailure)) throw error;
    if (error.fault.code !== 'no-file')
      throw /Maximum bytes/.test(error.fault.message) ? tooMany(url) : error;
  }
  return { ...readListing(url, path, heard.text), ...(heard.cut ? { cut: true } : {}) };
}

/**
 * As pure-ftpd ends a listing of more than it gives: a success, to whoever looks at the code only. Replies are told
 * as they come, several at once.
 */
const TRUNCATED = /^(?:< )?226[ -][^\r\n]*truncated/im;

async function modifiedAt(session: Session, path: string): Promise<number | undefined> {
  const asked = session.client.sendIgnoringError(`MDTM ${path}`);
  const said = await call(session, `ask for ${path}`, session.patience.commandMs, asked);
  return said.code === 213 ? momentOf(said.message.slice(4, 18)) : undefined;
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
    const close = (): void => {
      session.client.close();
    };
    return await within(ms, `${session.url}: ${what}`, work, close, session.signal);
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
  if (session.url.startsWith('ftps:') && !session.client.ftp.hasTLS)
    return failure('server-no-tls', `${session.url}: it offers no TLS: ${said}`, WITHOUT_TLS);
  if (MISSING.includes(error.code)) return failure('no-file', sentence);
  if (!LOGIN_REFUSED.includes(error.code)) return failure('server-refused', sentence);
  return failure('server-login', sentence, 'check user and password');
}

const WITHOUT_TLS = 'plain FTP has to be written out: `ftp://…`; the password goes in clear then';

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
