/**
 * A minimal FTP server on loopback, for `npm start` and the tests.
 *
 * Rule 1: loopback only, and nobody leaves the root folder: not by `..`, not by a link.
 * Rule 2: anonymous users read; only a named account that `writes` changes anything.
 * Rule 3: what a client can make it hold is bounded: connections, line length, file size, idle time.
 * Deliberately not here: TLS, active mode (PORT), quotas. It is a part of the demo, not a product.
 */
import { realpath } from 'node:fs/promises';
import { serveClient } from './ftp/control.ts';
import { listen } from './loopback.ts';
import type { Listening, Where } from './loopback.ts';
import type { FtpAccount, FtpSettings } from './ftp/session.ts';

export interface FtpServerOptions extends Where {
  /** The folder that clients see as `/`. */
  readonly root: string;
  readonly accounts?: Readonly<Record<string, FtpAccount>>;
  /** Lets `anonymous` and `ftp` in with any password, to read. */
  readonly anonymous?: boolean;
  readonly idleMs?: number;
  readonly maxConnections?: number;
  readonly maxFileBytes?: number;
  /** Called with each command as it comes in; a password is shown as `***`. */
  readonly onCommand?: (command: string, user: string) => void;
}

export async function startFtpServer(options: FtpServerOptions): Promise<Listening> {
  const settings = await settingsOf(options);
  const maxConnections = options.maxConnections ?? 256;
  // A reply right after another would wait 40 ms for the client's acknowledgement.
  return listen(options, { noDelay: true, maxConnections }, (socket) => {
    serveClient(socket, settings);
  });
}

async function settingsOf(options: FtpServerOptions): Promise<FtpSettings> {
  return {
    root: await realpath(options.root),
    accounts: new Map(Object.entries(options.accounts ?? {})),
    anonymous: options.anonymous ?? false,
    idleMs: options.idleMs ?? 60_000,
    maxFileBytes: options.maxFileBytes ?? 2 ** 32,
    onCommand: options.onCommand ?? (() => undefined),
  };
}
