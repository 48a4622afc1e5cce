/**
 * A device over SSH (ssh2). A host whose key isn't known is never spoken to: the verifier is always
 * given, since without one the library accepts any key.
 */
import { Client, type ClientChannel, type ConnectConfig, type ServerHostKeyAlgorithm } from 'ssh2';
import type { DeviceAddress } from './address.ts';
import { fault, isFault, type FaultValue, type OrFault } from '../protocol/fault.ts';
import { judgeKey, keyFingerprint, knownKeys, type KnownKey } from './host-keys.ts';
import { readPrivateKey } from './private-key.ts';
import { sanitizeLine } from './sanitize.ts';
import type { Channel, ChannelListener, Connection } from './transport.ts';

export type SshAddress = Extract<DeviceAddress, { transport: 'ssh' }>;

const CONNECT_MS = 10_000;
/** Three silent intervals and the connection counts as lost. */
const KEEPALIVE_MS = 5_000;

/** `device` is its name in the inventory, for what a user is told to do. */
export async function connectSsh(
  address: SshAddress,
  device: string,
): Promise<OrFault<Connection>> {
  const known = knownKeys(address.knownHosts, address.host, address.port);
  if (isFault(known)) return known;
  const algorithms = [...new Set(known.flatMap((key) => algorithmsFor(key.type)))];
  const suspect = { address, device, known };
  if (algorithms.length === 0) return showKey(suspect);
  const credentials = credentialsOf(address);
  if ('fault' in credentials) return credentials;
  const client = new Client();
  let refusal: FaultValue | undefined;
  return new Promise((resolve) => {
    client.on('error', (error) => {
      resolve(refusal ?? (isForeignKey(error) ? showKey(suspect) : connectFault(address, error)));
    });
    client.on('close', () => {
      resolve(refusal ?? fault('unreachable', `${where(address)} closed the connection`));
    });
    client.on('ready', () => {
      // The library writes a packet in pieces; each would wait for an acknowledgement.
      client.setNoDelay(true);
      resolve(connectionOf(client));
    });
    client.connect({
      ...baseConfig(address, algorithms),
      ...credentials,
      hostVerifier: (key: Buffer): boolean => {
        refusal = judgeHost(suspect, key);
        return refusal === undefined;
      },
    });
  });
}

function baseConfig(
  address: SshAddress,
  serverHostKey: readonly ServerHostKeyAlgorithm[],
): ConnectConfig {
  return {
    host: address.host,
    port: address.port,
    username: address.user,
    readyTimeout: CONNECT_MS,
    keepaliveInterval: KEEPALIVE_MS,
    keepaliveCountMax: 3,
    algorithms: { serverHostKey: [...serverHostKey] },
  };
}

const JUDGED: readonly string[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
];

/** Only keys of a known type are asked for, so that a host with several shows one that can be judged. */
function algorithmsFor(type: string): readonly ServerHostKeyAlgorithm[] {
  if (type === 'ssh-rsa') return ['rsa-sha2-512', 'rsa-sha2-256'];
  return JUDGED.includes(type) ? [type as ServerHostKeyAlgorithm] : [];
}

function credentialsOf(
  address: SshAddress,
): Pick<ConnectConfig, 'privateKey' | 'agent'> | FaultValue {
  if (address.key !== undefined) return readPrivateKey(address.key);
  const agent = process.env['SSH_AUTH_SOCK'];
  if (agent !== undefined && agent !== '') return { agent };
  return fault('auth', `no key for ${where(address)}`, {
    hint: 'name a `key` for the device in the inventory, or start an SSH agent',
  });
}

/** A host whose key can't be accepted, and what is known of it. */
interface Suspect {
  readonly address: SshAddress;
  readonly device: string;
  readonly known: readonly KnownKey[];
}

/** None of its keys is of a known type. */
function isForeignKey(error: Error): boolean {
  return /host key algorithm|no matching host key/i.test(error.message);
}

/** The key is looked at, for the operator to compare; nobody logs in. */
async function showKey(suspect: Suspect): Promise<FaultValue> {
  const { address } = suspect;
  const key = await lookAtHostKey(address.host, address.port);
  if (isFault(key)) return key;
  return (
    judgeHost(suspect, key) ?? fault('unreachable', `${where(address)} shows another key each time`)
  );
}

function judgeHost({ address, device, known }: Suspect, key: Buffer): FaultValue | undefined {
  const shown = keyFingerprint(key);
  const verdict = judgeKey(known, key);
  if (verdict === 'known') return undefined;
  if (verdict === 'unknown')
    return fault('host-key', `the host key of ${where(address)} is not known: it shows ${shown}`, {
      hint: `compare it with the device's own; then \`cutover enroll ${device} -i INVENTORY\` adds it to ${address.knownHosts}`,
    });
  const old = known.map((entry) => keyFingerprint(Buffer.from(entry.key, 'base64'))).join(', ');
  return fault(
    'host-key',
    `${where(address)} shows the host key ${shown}, but ${old} is known (${verdict}): possible attack`,
    {
      hint: `if the device was really replaced, take its old line out of ${address.knownHosts} and enroll it again`,
    },
  );
}

function connectFault(address: SshAddress, error: Error & { level?: string }): FaultValue {
  const why = sanitizeLine(error.message);
  if (error.level === 'client-authentication')
    return fault('auth', `${where(address)} refuses ${address.user}: ${why}`, {
      hint: 'check `user` and `key` in the inventory, and the authorized keys on the device',
    });
  return fault('unreachable', `${where(address)} can't be reached: ${why}`);
}

function where(address: SshAddress): string {
  return `${address.host}:${String(address.port)}`;
}

function connectionOf(client: Client): Connection {
  const lost: ((why: string) => void)[] = [];
  let last = 'the connection was closed';
  client.removeAllListeners('error').on('error', (error) => (last = sanitizeLine(error.message)));
  client.removeAllListeners('close').on('close', () => {
    for (const listener of lost.splice(0)) listener(last);
  });
  return {
    start: (command, listener) => startOver(client, command, listener),
    close: () => {
      client.end();
    },
    onLost: (listener) => void lost.push(listener),
  };
}

function startOver(
  client: Client,
  command: string,
  listener: ChannelListener,
): Promise<OrFault<Channel>> {
  return new Promise((resolve) => {
    const failed = (error: Error): void => {
      resolve(fault('unreachable', sanitizeLine(error.message)));
    };
    try {
      client.exec(command, (error, stream) => {
        if (error === undefined) resolve(channelOf(stream, listener));
        else failed(error);
      });
    } catch (error) {
      failed(error as Error);
    }
  });
}

function channelOf(stream: ClientChannel, listener: ChannelListener): Channel {
  let status: number | undefined;
  stream.on('data', listener.onData);
  stream.stderr.resume();
  stream.on('error', () => undefined);
  stream.on('exit', (code: number | null) => (status = code ?? undefined));
  stream.on('close', () => {
    listener.onClosed(status);
  });
  return {
    write: (text) => void stream.write(text),
    end: () => {
      stream.end();
    },
    destroy: () => {
      stream.close();
    },
  };
}

/** The key that a host shows, whatever it is; nobody logs in. For `enroll`, where a person judges it. */
export function lookAtHostKey(host: string, port: number): Promise<OrFault<Buffer>> {
  return new Promise((resolve) => {
    const client = new Client();
    client.on('error', (error) => {
      resolve(
        fault(
          'unreachable',
          `${host}:${String(port)} can't be reached: ${sanitizeLine(error.message)}`,
        ),
      );
    });
    client.on('close', () => {
      resolve(fault('unreachable', `${host}:${String(port)} closed the connection`));
    });
    client.connect({
      host,
      port,
      username: 'nobody',
      readyTimeout: CONNECT_MS,
      hostVerifier: (key: Buffer): boolean => {
        resolve(key);
        return false;
      },
    });
  });
}
