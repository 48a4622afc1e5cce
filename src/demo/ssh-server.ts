/**
 * An SSH server on loopback behind which a real `sh` runs: what a simulated device has in place of sshd.
 *
 * Rule 1: loopback only; one user, one key; commands only (no terminal, no forwarding, no files).
 * Rule 2: each command leads a session of its own, so that what it detaches outlives the connection.
 * Deliberately not here: users of the system; whoever holds the key runs as whoever started the server.
 */
import ssh2 from 'ssh2';
import type { Algorithms, Connection, Session } from 'ssh2';
import { listen } from './loopback.ts';
import type { Listening, Where } from './loopback.ts';
import { judge } from './ssh/judge.ts';
import { runCommand } from './ssh/run-command.ts';
import type { CommandSettings } from './ssh/run-command.ts';

export interface SshServerOptions extends CommandSettings, Where {
  /** The private host key, OpenSSH's format. */
  readonly hostKey: string;
  readonly user: string;
  /** The one public key that is let in, as in `authorized_keys`. */
  readonly authorizedKey: string;
  /** Sent before the login, as sshd's `Banner`. */
  readonly banner?: string;
}

/** A key pair as OpenSSH writes it: `private` is a file's text, `public` a line of `authorized_keys`. */
export interface KeyPair {
  readonly private: string;
  readonly public: string;
}

export function newKeyPair(): KeyPair {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519');
    // The library's generator makes one in some three hundred that its own parser refuses.
    if (!(ssh2.utils.parseKey(pair.private) instanceof Error)) return pair;
  }
}

/** Cheap ones: a demo starts on a small machine. */
const algorithms: Algorithms = {
  kex: ['curve25519-sha256', 'ecdh-sha2-nistp256'],
  cipher: ['aes128-gcm@openssh.com', 'aes128-ctr'],
};

export async function startSshServer(options: SshServerOptions): Promise<Listening> {
  const ssh = newServer(options);
  // The library writes a packet in pieces; each would wait 40 ms for an acknowledgement.
  return listen(options, { noDelay: true }, (socket) => {
    ssh.injectSocket(socket);
  });
}

function newServer(options: SshServerOptions): ssh2.Server {
  const { hostKey, banner } = options;
  return new ssh2.Server(
    { hostKeys: [hostKey], algorithms, ...(banner === undefined ? {} : { banner }) },
    (client) => {
      admit(client, options);
    },
  );
}

function admit(client: Connection, options: SshServerOptions): void {
  const lost: (() => void)[] = [];
  client.on('authentication', judge(options.user, options.authorizedKey));
  client.on('session', (accept) => {
    serveSession(accept(), options, lost);
  });
  // A client that breaks off is no news: `close` follows.
  client.on('error', () => undefined);
  client.on('close', () => {
    for (const end of lost) end();
  });
}

function serveSession(session: Session, settings: CommandSettings, lost: (() => void)[]): void {
  session.on('exec', (accept, _reject, { command }) => {
    const running = runCommand(accept(), command, settings);
    lost.push(() => {
      running.signal('SIGHUP');
    });
    session.on('signal', (_accept, _rejectSignal, { name }) => {
      running.signal(`SIG${name.replace(/^SIG/, '')}`);
    });
  });
}
