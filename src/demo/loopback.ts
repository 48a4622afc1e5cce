/**
 * Listening on loopback, and nowhere else: what the demo's servers have in common.
 */
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import type { AddressInfo, Server, ServerOpts, Socket } from 'node:net';

export interface Where {
  /** A loopback address; default 127.0.0.1. */
  readonly host?: string;
  /** 0, the default: any free one. */
  readonly port?: number;
}

export interface Listening {
  readonly host: string;
  readonly port: number;
  /** Cuts every connection and closes the port. */
  readonly stop: () => Promise<void>;
}

export async function listen(
  where: Where,
  options: ServerOpts & { readonly maxConnections?: number },
  serve: (socket: Socket) => void,
): Promise<Listening> {
  const host = where.host ?? '127.0.0.1';
  if (!/^127\.\d+\.\d+\.\d+$/.test(host))
    throw new Error(`the demo's servers serve loopback only, not ${host}`);
  const clients = new Set<Socket>();
  const server = createServer(options, (socket) => {
    clients.add(socket);
    socket.on('close', () => clients.delete(socket));
    serve(socket);
  });
  server.maxConnections = options.maxConnections ?? 1024;
  await listening(server, host, where.port ?? 0);
  return {
    host,
    port: (server.address() as AddressInfo).port,
    stop: () => stopped(server, clients),
  };
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

/**
 * A port that is free now, for a server that is told its port beforehand, and may be started again later:
 * below those that the system gives to outgoing connections, or one of these could take it meanwhile.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 30_000);
    try {
      const { stop } = await listen({ port }, {}, (socket) => socket.destroy());
      await stop();
      return port;
    } catch (error) {
      // Somebody has it: another one.
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    }
  }
}
