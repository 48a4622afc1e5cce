/**
 * A folder of releases, wherever it lies: what publishing and reading need of it.
 *
 * Rule 1: failures are thrown as `StoreFailure` and caught where this room ends: others get a Fault.
 * Rule 2: nothing here waits without a limit, and nothing is read beyond a size given beforehand.
 */
import type { Readable, Writable } from 'node:stream';
import type { Fault } from '../protocol/fault.ts';

export interface ReleaseStore {
  /** The whole file; missing where it isn't there; a failure where it is larger than `most` bytes. */
  read(path: string, most: number): Promise<Buffer | undefined>;
  size(path: string): Promise<number | undefined>;
  /** The plain files of a folder; none where it isn't there. What a server says of names is not believed. */
  list(folder: string): Promise<Listing>;
  /** When it came there, by the server's clock, in ms; missing where that isn't told. */
  modified(path: string): Promise<number | undefined>;
  /** All of it goes into the sink, which is ended then. `size` bounds the time it may take. */
  fetch(path: string, sink: Writable, size: number): Promise<void>;
  /** Those above it too. One that is there is no failure. */
  makeFolder(path: string): Promise<void>;
  /** Whether it was made: false where there is something of that name, or it may not be made. */
  makeFolderAlone(path: string): Promise<boolean>;
  /** Of an empty folder; whatever is in its way is left. */
  removeFolder(path: string): Promise<void>;
  /** What is there is replaced. `size` bounds the time it may take. */
  write(path: string, content: Readable, size: number): Promise<void>;
  /** Behind what is there. */
  append(path: string, content: Readable, size: number): Promise<void>;
  /** Over what is there. */
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  close(): void;
}

/** A folder, as a server tells it (`listing.ts`). */
export interface Listing {
  /** In the order of their names, each once. */
  readonly files: readonly ListedFile[];
  /** Entries passed over: their names are none that anybody has here. */
  readonly odd: number;
  /** The server has more than it gave, and said so. */
  readonly cut?: true;
}

export interface ListedFile {
  readonly name: string;
  /** These two are missing where the listing doesn't say. */
  readonly size?: number;
  /** When it came there, by the server's clock, in ms. */
  readonly modified?: number;
}

/** A server with what is needed to log in; the password is the text itself. */
export interface ServerAccess {
  /** `ftp://…`, `ftps://…`, `sftp://…`, or `file:///…` for a folder of this machine. */
  readonly url: string;
  readonly user?: string;
  readonly password?: string;
  /** For `sftp:`: a private key's file; without it and without a password the SSH agent. */
  readonly key?: string;
  /** For `sftp:`: OpenSSH's known hosts. */
  readonly knownHosts?: string;
}

export class StoreFailure extends Error {
  override readonly name = 'StoreFailure';
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.message);
    this.fault = fault;
  }
}

export function failure(code: string, message: string, hint?: string): StoreFailure {
  return new StoreFailure({ code, message, ...(hint === undefined ? {} : { hint }) });
}

/** Turns what was thrown in this room into a Fault; a defect stays one. */
export async function asFault<T>(work: () => Promise<T>): Promise<T | Fault> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StoreFailure) return error.fault;
    throw error;
  }
}
