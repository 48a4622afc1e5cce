/**
 * Puts files and crontab lines on a device, over a session of its own (src/device/agent/install.sh).
 *
 * Rule 1: what goes into a file goes over the session's input; no argument on the device ever holds it.
 * Rule 2: of several commands none is carried out after one that failed.
 * Deliberately not here: what is put where, and whether it may replace what is there (`../cli/agent-place.ts`).
 */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fault, isFault, type OrFault } from '../protocol/fault.ts';
import { quote } from './quote.ts';
import { sanitizeLine } from './sanitize.ts';
import { openSession, type Session } from './session.ts';
import type { Connection } from './transport.ts';

/** The values that commands gave, by their numbers. */
export type Given = ReadonlyMap<number, string>;

export interface Placing {
  /** Commands of install.sh, one after the other. */
  call(...commands: readonly string[]): Promise<OrFault<Given>>;
  close(): void;
}

const LIMIT_MS = 120_000;
/** How much of what a failed command printed is told. */
const HEARD = 300;

export async function openPlacing(connection: Connection, home: string): Promise<OrFault<Placing>> {
  const session = await openSession(connection, home);
  if (isFault(session)) return session;
  const ready = await calling(session, [installText()]);
  if (isFault(ready)) return ready;
  return {
    call: (...commands) => calling(session, commands),
    close: () => {
      session.close();
    },
  };
}

async function calling(session: Session, commands: readonly string[]): Promise<OrFault<Given>> {
  const given = new Map<number, string>();
  let heard = '';
  const listener = {
    onFrame: (frame: { frame: string; no?: number; text?: string }) => {
      if (frame.frame === 'value') given.set(frame.no ?? 0, frame.text ?? '');
    },
    onOutput: (text: string) => (heard = (heard + text).slice(-HEARD)),
  };
  const answer = await session.request((seq) => requestText(seq, commands), listener, LIMIT_MS);
  if (isFault(answer)) return answer;
  if (answer.word === 'done') return given;
  const last = heard.trim().split('\n').at(-1)?.trim() ?? '';
  return fault('placing', last === '' ? 'it can’t be written there' : sanitizeLine(last));
}

function requestText(seq: number, commands: readonly string[]): string {
  const guarded = commands.map(
    (command) => `if [ "$put_status" = 0 ]; then\n${command}\nput_status=$?\nfi\n`,
  );
  return `{ put_status=0\n${guarded.join('')}if [ "$put_status" = 0 ]; then kit_say 'answer ${String(seq)} done'; else kit_say 'answer ${String(seq)} failed'; fi; }`;
}

/** A text that anybody may read. It ends with a line's end. */
export function putText(path: string, mode: string, text: string): string {
  const end = `END-${randomBytes(8).toString('hex')}`;
  return `put_file ${quote(path)} ${mode} ${sha256(text)} <<'${end}'\n${text}${end}`;
}

/** A secret, for a file of one line: no shell writes it anywhere on the way. */
export function putSecret(path: string, secret: string): string {
  const text = `${secret}\n`;
  return `kit_put ${quote(text)} | put_file ${quote(path)} 600 ${sha256(text)}`;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function installText(): string {
  const folders = ['./agent/', '../../../src/device/agent/'];
  const files = folders.map((folder) => new URL(`${folder}install.sh`, import.meta.url));
  const file = files.find((candidate) => existsSync(candidate));
  if (file === undefined) throw new Error("the agent's part install.sh is missing");
  return readFileSync(file, 'utf8');
}
