/** What the server knows of one client. The only thing here that changes as commands come in. */
import type { DataChannel } from './data-channel.ts';
import type { Reply } from './reply.ts';

export interface FtpAccount {
  readonly password: string;
  readonly writes: boolean;
}

export interface FtpSettings {
  /** A real path: no link in it. */
  readonly root: string;
  readonly accounts: ReadonlyMap<string, FtpAccount>;
  readonly anonymous: boolean;
  readonly idleMs: number;
  readonly maxFileBytes: number;
  readonly onCommand: (command: string, user: string) => void;
}

export interface FtpSession {
  readonly settings: FtpSettings;
  /** The address on which the client reached us: where data connections are awaited, too. */
  readonly localAddress: string;
  readonly remoteAddress: string;
  readonly say: (reply: string) => void;
  /** The name given by USER. */
  user: string;
  login: 'none' | 'reads' | 'writes';
  wrongPasswords: number;
  /** The current folder as the client sees it. */
  folder: string;
  data: DataChannel | undefined;
  transferring: boolean;
  /** Where the next transfer begins (REST). */
  restartAt: number;
  renameFrom: string | undefined;
}

export type Handler = (session: FtpSession, argument: string) => Reply | Promise<Reply>;
