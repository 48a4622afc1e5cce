/**
 * One passive data connection: a port opened for it, and the first connection that the client makes to it.
 *
 * Rule 1: only the client's own address may connect, once.
 */
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { Refusal } from './reply.ts';

export interface DataChannel {
  readonly port: number;
  /** The client's connection; refused when it doesn't come in time. */
  readonly connected: () => Promise<Socket>;
  readonly close: () => void;
}

const connectWithinMs = 10_000;

export async function openDataChannel(address: string, client: string): Promise<DataChannel> {
  const server = createServer({ pauseOnConnect: true });
  server.maxConnections = 1;
  const arrival = firstConnection(server, client);
  // Nobody may be waiting when it is closed unused.
  arrival.catch(() => undefined);
  await listening(server, address);
  return {
    port: (server.address() as AddressInfo).port,
    connected: () => inTime(arrival, server),
    close: () => {
      server.close();
      arrival.then(
        (socket) => socket.destroy(),
        () => undefined,
      );
    },
  };
}

function firstConnection(server: Server, client: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    server.on('close', () => {
      reject(new Refusal('425 No data connection came.'));
    });
    server.on('connection', (socket) => {
      // Without a listener a reset would end the process.
      socket.on('error', () => socket.destroy());
      if (socket.remoteAddress === client) resolve(socket);
      else socket.destroy();
      server.close();
    });
  });
}

function listening(server: Server, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', () => {
      reject(new Refusal('425 No port for the data connection.'));
    });
    server.listen(0, address, resolve);
  });
}

async function inTime(arrival: Promise<Socket>, server: Server): Promise<Socket> {
  const timer = setTimeout(() => server.close(), connectWithinMs);
  try {
    return await arrival;
  } finally {
    clearTimeout(timer);
  }
}
