/** A real device made to misbehave: its login, its host key, its sshd. `reset` of the bench does not mend these: `mend` does. */
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RealDevice } from './real-device.ts';

export interface Spoiled {
  /** The login shell's script; as long as the device isn't booted again. */
  readonly login: (...lines: readonly string[]) => void;
  /** Root's account in `shadow`; as long as the device isn't booted again. */
  readonly expire: () => void;
  /** A new host key of this type, and a new start. Gives its fingerprint. */
  readonly rekey: (type: 'ed25519' | 'ecdsa' | 'rsa') => Promise<string>;
  /** Lines that go before sshd's own, and a new start: of several the first counts. */
  readonly sshd: (...lines: readonly string[]) => Promise<void>;
  /** As it came, and a new start. */
  readonly mend: () => Promise<void>;
}

export function spoil(device: RealDevice): Spoiled {
  const { folder } = device.layout;
  const own = join(folder, 'etc/ssh');
  const kept = ['host_key', 'authorized_keys', 'sshd_config'].map(
    (name) => [join(own, name), readFileSync(join(own, name))] as const,
  );
  const restart = async (): Promise<void> => {
    await device.cut();
    await device.boot();
  };
  return {
    login: (...lines) => {
      const shell = join(folder, 'bin/spoiled-login');
      writeFileSync(shell, [`#!${folder}/bin/sh`, ...lines, ''].join('\n'));
      chmodSync(shell, 0o755);
      changeRoot(join(folder, 'system/passwd'), 6, shell);
    },
    expire: () => {
      changeRoot(join(folder, 'system/shadow'), 7, '1');
    },
    rekey: async (type) => {
      const fingerprint = newHostKey(join(own, 'host_key'), type);
      await restart();
      return fingerprint;
    },
    sshd: async (...lines) => {
      const file = join(own, 'sshd_config');
      writeFileSync(file, `${lines.join('\n')}\n${readFileSync(file, 'utf8')}`);
      await restart();
    },
    mend: async () => {
      for (const [path, bytes] of kept) writeFileSync(path, bytes);
      await restart();
    },
  };
}

/** As `ssh-keygen -l` prints it. */
export function fingerprintOf(publicKey: string): string {
  const listed = execFileSync('ssh-keygen', ['-l', '-f', '-'], { input: publicKey });
  return listed.toString().split(' ')[1] ?? '';
}

/** In place: the file is bound over the system's. */
function changeRoot(file: string, field: number, value: string): void {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => {
      const fields = line.split(':');
      return fields[0] === 'root' ? fields.with(field, value).join(':') : line;
    });
  writeFileSync(file, lines.join('\n'));
}

function newHostKey(file: string, type: string): string {
  rmSync(file);
  execFileSync('ssh-keygen', ['-q', '-t', type, '-N', '', '-f', file]);
  const fingerprint = fingerprintOf(readFileSync(`${file}.pub`, 'utf8'));
  rmSync(`${file}.pub`);
  return fingerprint;
}
