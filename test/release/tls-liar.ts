/** A server whose only purpose is its certificate: it tells what it was told after the handshake. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}
export interface TlsLiar {
  /** `localhost` is its name. */
  readonly url: string;
  /** Each command, those before the handshake too. */
  readonly told: readonly string[];
  stop(): Promise<void>;
}

/** Signed by itself, for this host, for so many days from now on. */
export function certificateFor(host: string, days: number): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-cert-'));
  const [key, request, cert] = ['key', 'request', 'cert'].map((name) => join(folder, name));
  const openssl = (...words: readonly (string | undefined)[]) =>
    execFileSync('openssl', words as string[], { stdio: 'ignore' });
  const names = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`];
  const kind = ['-new', '-newkey', 'rsa:2048', '-nodes'];
  openssl('req', ...kind, ...names, '-keyout', key, '-out', request);
  const signing = ['-signkey', key, '-days', String(days), '-copy_extensions', 'copy'];
  openssl('x509', '-req', '-in', request, ...signing, '-out', cert);
  const read = (path = ''): string => readFileSync(path, 'utf8');
  const made = { cert: read(cert), key: read(key) };
  rmSync(folder, { recursive: true });
  return made;
}

export async function tlsLiar(certificate: Certificate): Promise<TlsLiar> {
  const told: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.write('220 hello\r\n');
    socket.once('data', (bytes: Buffer) => {
      told.push(bytes.toString().trim());
      socket.write('234 go\r\n');
      listenTo(new TLSSocket(socket, { isServer: true, ...certificate }), told);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `ftps://localhost:${String((server.address() as AddressInfo).port)}`,
    told,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function listenTo(secure: TLSSocket, told: string[]): void {
  secure.on('error', () => undefined);
  secure.on('data', (bytes: Buffer) => {
    told.push(bytes.toString().trim());
    secure.write('421 that was all\r\n');
    secure.end();
  });
}
