/**
 * One shell on a device, kept open, and what is asked of it (docs/device-kit.md, *Session*).
 *
 * Rule 1: a request is one compound command: a half-arrived one never runs.
 * Rule 2: one request at a time; its answer is the frame with its number, and only that.
 * Rule 3: a session that is lost says so once, to whoever waits.
 */
import { randomBytes } from 'node:crypto';
import { fault, isFault, type FaultValue, type OrFault } from '../protocol/fault.ts';
import { makeFrameReader, type Frame } from './frames.ts';
import { kitHash, kitText } from './kit.ts';
import { quote } from './quote.ts';
import { sanitizeLine } from './sanitize.ts';
import type { Channel, Connection } from './transport.ts';

export type AnswerFrame = Extract<Frame, { frame: 'answer' }>;

export interface SessionListener {
  readonly onFrame: (frame: Frame) => void;
  readonly onOutput: (text: string) => void;
}

export interface Session {
  /** What the device said of itself: `boot up clock os arch host`. */
  readonly facts: Readonly<Record<string, string>>;
  /** Sends `{ text }` built for a number, and waits for its answer. */
  request(
    build: (seq: number) => string,
    listener: SessionListener,
    limitMs: number,
  ): Promise<OrFault<AnswerFrame>>;
  close(): void;
}

const HELLO_MS = 10_000;

interface Waiting {
  readonly wanted: (frame: Frame) => boolean;
  readonly listener: SessionListener;
  readonly resolve: (frame: OrFault<Frame>) => void;
}

/** Starts a shell over a connection and greets the kit, bringing it there where it is missing. */
export async function openSession(connection: Connection, home: string): Promise<OrFault<Session>> {
  const shell = await openShell(connection);
  if (isFault(shell)) return shell;
  const hello = await greet(shell, home);
  if (isFault(hello)) {
    shell.close();
    return hello;
  }
  return sessionOver(shell, hello.frame === 'hello' ? hello.facts : {});
}

interface Shell {
  ask(
    text: string,
    wanted: (frame: Frame) => boolean,
    listener: SessionListener,
    limitMs: number,
  ): Promise<OrFault<Frame>>;
  close(): void;
  readonly token: string;
  /** What was printed before anything was asked. */
  early(): string;
  /** A line that has begun and not ended. */
  unfinished(): string;
}

async function openShell(connection: Connection): Promise<OrFault<Shell>> {
  const token = randomBytes(16).toString('hex');
  let waiting: Waiting | undefined;
  let lost: FaultValue | undefined;
  let early = '';
  const settle = (frame: OrFault<Frame>): void => {
    const waiter = waiting;
    waiting = undefined;
    waiter?.resolve(frame);
  };
  const lose = (why: string): void => {
    lost ??= fault('connection-lost', why);
    settle(lost);
  };
  const reader = makeFrameReader(token, {
    onFrame: (frame) => {
      if (waiting?.wanted(frame) === true) settle(frame);
      else waiting?.listener.onFrame(frame);
    },
    onOutput: (text) => {
      if (waiting === undefined) early = (early + text).slice(-HEARD);
      else waiting.listener.onOutput(text);
    },
  });
  const started = await connection.start('exec sh', {
    onData: (chunk) => {
      reader.feed(chunk);
    },
    onClosed: () => {
      lose("the device's shell ended");
    },
  });
  if (isFault(started)) return started;
  connection.onLost(lose);
  const channel: Channel = started;
  const ask: Shell['ask'] = async (text, wanted, listener, limitMs) => {
    if (lost !== undefined) return lost;
    const answer = new Promise<OrFault<Frame>>((resolve) => {
      waiting = { wanted, listener, resolve };
    });
    channel.write(text);
    return within(answer, limitMs);
  };
  return {
    ask,
    close: () => {
      channel.end();
    },
    token,
    early: () => early,
    unfinished: () => reader.unfinished(),
  };
}

async function within<T>(answer: Promise<OrFault<T>>, limitMs: number): Promise<OrFault<T>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<FaultValue>((resolve) => {
    timer = setTimeout(() => {
      resolve(fault('time-limit', `no answer within ${String(Math.ceil(limitMs / 1000))} s`));
    }, limitMs);
  });
  const first = await Promise.race([answer, late]);
  clearTimeout(timer);
  return first;
}

/** How much of what stood before the greeting is told when none comes. */
const HEARD = 200;

async function greet(shell: Shell, home: string): Promise<OrFault<Frame>> {
  let heard = '';
  const listener: SessionListener = {
    onFrame: () => undefined,
    onOutput: (text) => (heard = (heard + text).slice(-HEARD)),
  };
  const ask = async (text: string): Promise<OrFault<Frame>> => {
    const frame = await shell.ask(text, isGreeting, listener, HELLO_MS);
    if (isFault(frame)) return notGreeted(frame, shell.early() + heard + shell.unfinished());
    return frame.frame === 'no-home' ? noHome(home, heard) : frame;
  };
  const first = await ask(bootstrapText(shell.token, home));
  return isFault(first) || first.frame === 'hello' ? first : ask(installText());
}

const GREETINGS: readonly string[] = ['hello', 'need-kit', 'no-home'] satisfies Frame['frame'][];
const isGreeting = ({ frame }: Frame): boolean => GREETINGS.includes(frame);

function noHome(home: string, heard: string): FaultValue {
  const why = lastLine(heard);
  const message = `the kit's folder ${sanitizeLine(home)} can't be made or written there`;
  return fault('home', why === '' ? message : `${message}: ${why}`, {
    hint: 'mount it writable and make room, or give the device another `home` in the inventory',
  });
}

function lastLine(heard: string): string {
  return sanitizeLine(heard.trim().split('\n').at(-1)?.trim() ?? '');
}

/** Whoever asks for a password, or wants it changed, is no shell to work in. */
function notGreeted({ fault: why }: FaultValue, heard: string): FaultValue {
  const last = lastLine(heard);
  if (last === '') return { fault: why };
  const message = `${why.message}; the last it said: ${last}`;
  if (!/pass(word|code|phrase)|expired/i.test(heard)) return fault(why.code, message);
  return fault('auth', message, {
    hint: 'log in by hand once and see what it asks for; a device must give a shell to a key alone',
  });
}

/** The first thing a shell is told; a kit that is there is used, else asked for. */
function bootstrapText(token: string, home: string): string {
  return [
    `kit_home=${quote(home)} kit_token='${token}' kit_hash='${kitHash()}'; LC_ALL=C; export LC_ALL; unset ENV BASH_ENV CDPATH`,
    `if [ -r "$kit_home/kit/$kit_hash.sh" ]; then . "$kit_home/kit/$kit_hash.sh"; kit_hello; else printf '\\n%s need-kit\\n' "$kit_token"; fi`,
    '',
  ].join('\n');
}

/** Writes the kit under its hash, whole or not at all, and goes on as if it had been there; else says why not. */
function installText(): string {
  return [
    '{ kit_new="$kit_home/kit/$kit_hash.sh.$$"; umask 077',
    'if { mkdir -p "$kit_home/kit" && chmod 700 "$kit_home" &&',
    `printf '%s' ${quote(kitText())} > "$kit_new" &&`,
    '{ sync "$kit_new" 2>/dev/null || sync; } && mv -f "$kit_new" "$kit_home/kit/$kit_hash.sh"; } 2>&1',
    'then . "$kit_home/kit/$kit_hash.sh"; kit_hello',
    `else rm -f "$kit_new" 2>/dev/null; printf '\\n%s no-home\\n' "$kit_token"; fi; }`,
    '',
  ].join('\n');
}

function sessionOver(shell: Shell, facts: Readonly<Record<string, string>>): Session {
  let seq = 0;
  return {
    facts,
    request: async (build, listener, limitMs) => {
      const own = ++seq;
      const wanted = (frame: Frame): boolean => frame.frame === 'answer' && frame.seq === own;
      const answer = await shell.ask(`${build(own)}\n`, wanted, listener, limitMs);
      return answer as OrFault<AnswerFrame>;
    },
    close: () => {
      shell.close();
    },
  };
}
