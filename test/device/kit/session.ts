/**
 * One shell with the kit in it, spoken to over its standard input: the least that can speak the wire of
 * docs/device-kit.md. Deliberately not the product's own session: the kit is tested without it.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { kitText } from '../../../src/device/kit.ts';
import type { ShellKind } from './shells.ts';

export const kit = kitText();
export const kitHash = createHash('sha256').update(kit).digest('hex');

/** A frame, `words` without the token; `output` is what came between it and the next. */
export interface Frame {
  readonly words: string;
  readonly output: string;
}

export interface Reply {
  readonly word: string;
  readonly keys: Readonly<Record<string, string>>;
  readonly frames: readonly Frame[];
  /** All frames with their output, for messages. */
  readonly text: string;
}

export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

export interface SessionOptions {
  readonly home: string;
  readonly shell: ShellKind;
  readonly env?: Readonly<Record<string, string>>;
}

export class Session {
  readonly child: ChildProcess;
  readonly token = randomBytes(16).toString('hex');
  readonly exited: Promise<void>;
  #seq = 0;
  #heard = '';
  /** How it ended: a code or a signal. */
  #ended: string | undefined;
  #waiting: (() => void)[] = [];

  constructor(options: SessionOptions) {
    const [name, ...args] = options.shell.command;
    const command = programPath(name);
    const env = { PATH: process.env['PATH'] ?? '', HOME: options.home, ...options.env };
    this.child = spawn(command, args, { detached: true, env, stdio: ['pipe', 'pipe', 'pipe'] });
    this.child.stdout?.on('data', (bytes: Buffer) => this.#hear(bytes));
    this.child.stderr?.on('data', (bytes: Buffer) => this.#hear(bytes));
    this.child.stdin?.on('error', () => undefined);
    this.exited = new Promise((resolve) => {
      this.child.on('close', (code, signal) => {
        this.#ended = String(signal ?? code);
        this.#wake();
        resolve();
      });
    });
    this.write(bootstrap(options.home, this.token));
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error('the shell did not start');
    return this.child.pid;
  }

  write(text: string): void {
    this.child.stdin?.write(text);
  }

  /** Sends one request (SEQ stands for its number) and waits for its answer. */
  async ask(request: string): Promise<Reply> {
    this.#seq += 1;
    const seq = String(this.#seq);
    const from = this.#heard.length;
    this.write(`${request.replaceAll('SEQ', seq)}\n`);
    return await this.#answer(from, seq);
  }

  /** All that came so far. */
  get heard(): string {
    return this.#heard;
  }

  async until(pattern: RegExp): Promise<string> {
    for (;;) {
      if (pattern.test(this.#heard)) return this.#heard;
      if (this.#ended !== undefined)
        throw new Error(
          `the shell ended (${this.#ended}) before ${String(pattern)}:\n${this.#heard}`,
        );
      await this.#more();
    }
  }

  /** As a lost device: the whole process group at once. */
  async kill(): Promise<void> {
    try {
      process.kill(-this.pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
    await this.exited;
  }

  async close(): Promise<void> {
    this.child.stdin?.end();
    await this.exited;
  }

  #hear(bytes: Buffer): void {
    this.#heard += bytes.toString('latin1');
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  async #more(): Promise<void> {
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  async #answer(from: number, seq: string): Promise<Reply> {
    const end = `\n${this.token} answer ${seq} `;
    for (;;) {
      const at = this.#heard.indexOf(end, from);
      if (at >= 0 && this.#heard.indexOf('\n', at + 1) >= 0) return this.#reply(from);
      if (this.#ended !== undefined)
        throw new Error(`the shell ended (${this.#ended}):\n${this.#heard.slice(from)}`);
      await this.#more();
    }
  }

  #reply(from: number): Reply {
    const text = this.#heard.slice(from);
    const frames = text
      .split(`\n${this.token} `)
      .slice(1)
      .map((part) => {
        const line = part.indexOf('\n');
        return { words: part.slice(0, line), output: part.slice(line + 1) };
      });
    const [, , word = '', ...pairs] = (frames.at(-1)?.words ?? '').split(' ');
    const keys = Object.fromEntries(
      pairs.map((pair) => {
        const at = pair.indexOf('=');
        return [pair.slice(0, at), decodeURIComponent(pair.slice(at + 1))];
      }),
    );
    return { word, keys, frames, text: text.replaceAll(this.token, 'T') };
  }
}

/** Where our own PATH has it: the session's PATH may have nothing. */
function programPath(name: string): string {
  const folders = (process.env['PATH'] ?? '').split(':');
  const path = folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
  if (path === undefined) throw new Error(`${name} is not installed`);
  return path;
}

function bootstrap(home: string, token: string): string {
  const file = `"$kit_home/kit/$kit_hash.sh"`;
  return `kit_home=${quoted(home)} kit_token='${token}' kit_hash='${kitHash}'; LC_ALL=C; export LC_ALL; unset ENV BASH_ENV CDPATH
if [ -r ${file} ]; then . ${file}; kit_hello; else echo need-kit; fi
`;
}
