/**
 * An SFTP session over SSH (ssh2). A host whose key isn't known is never spoken to: the verifier is always given.
 */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'ssh2';
import type { ConnectConfig, ServerHostKeyAlgorithm, SFTPWrapper } from 'ssh2';
import { judgeKey, keyFingerprint, knownKeys } from '../device/host-keys.ts';
import type { KnownKey } from '../device/host-keys.ts';
import { readPrivateKey } from '../device/private-key.ts';
import { SENTENCE, shown } from '../document/shown.ts';
import { isFault } from '../protocol/fault.ts';
import { within } from './deadline.ts';
import type { Patience } from './deadline.ts';
import { failure } from './store.ts';
import type { ServerAccess, StoreFailure } from './store.ts';

export interface SftpSession {
  readonly sftp: SFTPWrapper;
  close(): void;
}

export async function openSftpSession(
  access: ServerAccess,
  patience: Patience,
  signal?: AbortSignal,
): Promise<SftpSession> {
  const host = hostOf(access);
  const known = knownKeys(host.knownHosts, host.name, host.port);
  if (isFault(known))
    throw failure(known.fault.code, `${access.url}: ${known.fault.message}`, known.fault.hint);
  const client = new Client();
  const opened = opening(client, host, known, credentialsOf(access));
  const end = (): void => void client.destroy();
  const sftp = await within(patience.connectMs, `${access.url}: log in`, opened, end, signal);
  // What breaks later is told to whoever is waiting then: each call has its own limit.
  client.on('error', () => undefined);
  return { sftp, close: () => client.end() };
}

interface Host {
  readonly url: string;
  readonly name: string;
  readonly port: number;
  readonly knownHosts: string;
}

function hostOf({ url, knownHosts }: ServerAccess): Host {
  const { hostname, port } = new URL(url);
  return {
    url,
    name: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? 22 : Number(port),
    knownHosts: knownHosts ?? join(homedir(), '.ssh/known_hosts'),
  };
}

function credentialsOf({ url, user, password, key }: ServerAccess): ConnectConfig {
  if (user === undefined)
    throw failure('server-login', `${url}: whom to log in as is not said`, 'name it with --user');
  if (key !== undefined) return { username: user, privateKey: keyAt(url, key) };
  if (password !== undefined) return { username: user, password };
  const agent = process.env['SSH_AUTH_SOCK'];
  if (agent !== undefined && agent !== '') return { username: user, agent };
  throw failure(
    'server-login',
    `${url}: there is no key and no password for ${user}`,
    'use --login-key, --password-file, or start an SSH agent',
  );
}

/** Looked at before the library sees it, which throws where it can't be used. */
function keyAt(url: string, file: string): Buffer {
  const key = readPrivateKey(file);
  if (isFault(key)) throw failure('server-login', `${url}: ${key.fault.message}`, key.fault.hint);
  return key.privateKey;
}

function opening(
  client: Client,
  host: Host,
  known: readonly KnownKey[],
  credentials: ConnectConfig,
): Promise<SFTPWrapper> {
  return new Promise((resolve, reject) => {
    let refusal: StoreFailure | undefined;
    client.on('error', (error) => {
      reject(refusal ?? connectFailure(host, error));
    });
    client.on('close', () => {
      reject(refusal ?? failure('server-unreachable', `${host.url}: it closed the connection`));
    });
    client.on('ready', () => {
      // The library writes a packet in pieces; each would wait 40 ms for an acknowledgement.
      client.setNoDelay(true);
      client.sftp((error, sftp) => {
        if (error === undefined) resolve(sftp);
        else reject(connectFailure(host, error));
      });
    });
    client.connect({
      ...credentials,
      host: host.name,
      port: host.port,
      ...algorithmsFor(known),
      hostVerifier: (key: Buffer): boolean => {
        refusal = judgeHost(host, known, key);
        return refusal === undefined;
      },
    });
  });
}

/** Of several host keys the server shows one that can be judged. */
function algorithmsFor(known: readonly KnownKey[]): Pick<ConnectConfig, 'algorithms'> {
  const types = known.flatMap(({ type }) =>
    type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256'] : [type],
  );
  const judged = [...new Set(types)].filter((type) => /^(?:ssh-ed25519|ecdsa-|rsa-)/.test(type));
  return judged.length === 0
    ? {}
    : { algorithms: { serverHostKey: judged as ServerHostKeyAlgorithm[] } };
}

function judgeHost(
  { url, knownHosts }: Host,
  known: readonly KnownKey[],
  key: Buffer,
): StoreFailure | undefined {
  const verdict = judgeKey(known, key);
  const print = keyFingerprint(key);
  if (verdict === 'known') return undefined;
  if (verdict !== 'unknown')
    return failure(
      'host-key',
      `${url} shows the host key ${print}, which is not the known one (${verdict}): possible attack`,
    );
  return failure(
    'host-key',
    `${url}: its host key is not known: it shows ${print}`,
    `compare it with the server’s own; then add it to ${knownHosts} (\`ssh-keyscan\`)`,
  );
}

function connectFailure({ url }: Host, error: Error & { level?: string }): StoreFailure {
  const said = shown(error.message, SENTENCE);
  if (error.level === 'client-authentication')
    return failure(
      'server-login',
      `${url}: could not log in: ${said}`,
      'check user, key and password',
    );
  return failure('server-unreachable', `${url}: ${said}`);
}
