/**
 * A minimal FTP server on loopback, for `npm start` and the tests.
 *
 * Rule 1: loopback only, and nobody leaves the root folder: not by `..`, not by a link.
 * Rule 2: anonymous users read; only a named account that `writes` changes anything.
 * Rule 3: what a client can make it hold is bounded: connections, line length, file size, idle time.
 * Deliberately not here: TLS, active mode (PORT), quotas. It is a part of the demo, not a product.
 */
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { realpath } from 'node:fs/promises';
import { serveClient } from './ftp/control.ts';
import type { FtpSettings } from './ftp/session.ts';

export interface FtpAccount {
  readonly password: string;
  readonly writes: boolean;
}

export interface FtpServerOptions {
  /** The folder that clients see as `/`. */
  readonly root: string;
  readonly accounts?: Readonly<Record<string, FtpAccount>>;
  /** Lets `anonymous` and `ftp` in with any password, to read. */
  readonly anonymous?: boolean;
  /** A loopback address; default 127.0.0.1. */
  readonly host?: string;
  /** 0, the default: any free one. */
  readonly port?: number;
  readonly idleMs?: number;
  readonly maxConnections?: number;
  readonly maxFileBytes?: number;
  /** Called with each command as it comes in; a password is shown as `***`. */
  readonly onCommand?: (command: string, user: string) => void;
}

export interface FtpServer {
  readonly host: string;
  readonly port: number;
  /** Ends every connection and closes the port. */
  readonly stop: () => Promise<void>;
}

export async function startFtpServer(options: FtpServerOptions): Promise<FtpServer> {
  const host = options.host ?? '127.0.0.1';
  if (!/^127\.\d+\.\d+\.\d+$/.test(host))
    throw new Error(`the demo's FTP server serves loopback only, not ${host}`);
  const settings = await settingsOf(options);
  const clients = new Set<Socket>();
  // A reply right after another would wait 40 ms for the client's acknowledgement.
  const server = createServer({ noDelay: true }, (socket) => admit(socket, clients, settings));
  server.maxConnections = options.maxConnections ?? 256;
  await listening(server, host, options.port ?? 0);
  return {
    host,
    port: (server.address() as AddressInfo).port,
    stop: () => stopped(server, clients),
  };
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

function admit(socket: Socket, clients: Set<Socket>, settings: FtpSettings): void {
  clients.add(socket);
  socket.on('close', () => clients.delete(socket));
  serveClient(socket, settings);
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function stopped(server: Server, clients: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    for (const client of clients) client.destroy();
  });
}
