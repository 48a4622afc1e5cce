/**
 * RETR, STOR, APPE and the listings: whatever goes over the data connection.
 *
 * Rule 1: the reply comes when the data connection is closed and, for a file that came in, the file is.
 */
import { open, stat } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { entriesOf, longLine, machineLine } from './facts.ts';
import { existingPath, placePath } from './guarded-path.ts';
import { Refusal } from './reply.ts';
import type { Reply } from './reply.ts';
import type { FtpSession } from './session.ts';

export async function retrieve(session: FtpSession, argument: string): Promise<Reply> {
  const start = takeRestart(session);
  const path = await existingPath(session, argument);
  if (!(await stat(path)).isFile()) throw new Refusal('550 Not a file.');
  const source = (await open(path, 'r')).createReadStream({ start });
  return transfer(session, source, (socket) => pipeline(source, socket));
}

export function store(session: FtpSession, argument: string): Promise<Reply> {
  const start = takeRestart(session);
  return receive(session, argument, start === 0 ? 'w' : 'r+', start);
}

export function append(session: FtpSession, argument: string): Promise<Reply> {
  takeRestart(session);
  return receive(session, argument, 'a', 0);
}

export function listMachine(session: FtpSession, argument: string): Promise<Reply> {
  return sendList(session, argument, machineLine);
}

export function list(session: FtpSession, argument: string): Promise<Reply> {
  return sendList(session, withoutOptions(argument), longLine);
}

export function listNames(session: FtpSession, argument: string): Promise<Reply> {
  return sendList(session, withoutOptions(argument), (entry) => entry.name);
}

async function receive(
  session: FtpSession,
  argument: string,
  flags: string,
  start: number,
): Promise<Reply> {
  const file = await open(await placePath(session, argument), flags, 0o644);
  const target = file.createWriteStream(flags === 'a' ? {} : { start });
  const limit = session.settings.maxFileBytes;
  return transfer(session, target, (socket) =>
    pipeline(socket, (bytes) => limited(bytes, limit), target),
  );
}

async function* limited(bytes: AsyncIterable<Buffer>, limit: number): AsyncIterable<Buffer> {
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > limit) throw new Refusal('552 Too large.');
    yield chunk;
  }
}

async function sendList(
  session: FtpSession,
  argument: string,
  lineOf: (entry: Awaited<ReturnType<typeof entriesOf>>[number]) => string,
): Promise<Reply> {
  const folder = await existingPath(session, argument);
  if (!(await stat(folder)).isDirectory()) throw new Refusal('550 Not a folder.');
  const lines = (await entriesOf(session.settings.root, folder)).map(
    (entry) => `${lineOf(entry)}\r\n`,
  );
  const text = Readable.from([lines.join('')]);
  return transfer(session, text, (socket) => pipeline(text, socket));
}

/** `held` is let go however it ends. */
async function transfer(
  session: FtpSession,
  held: Readable | Writable,
  move: (socket: Socket) => Promise<void>,
): Promise<Reply> {
  try {
    return await moved(session, move);
  } finally {
    held.destroy();
    session.data?.close();
    session.data = undefined;
    session.transferring = false;
  }
}

async function moved(session: FtpSession, move: (socket: Socket) => Promise<void>): Promise<Reply> {
  if (session.data === undefined) return { text: '425 PASV or EPSV first.' };
  session.transferring = true;
  session.say('150 Now.');
  const socket = await session.data.connected();
  try {
    await move(socket);
    return { text: '226 Done.' };
  } catch (error) {
    if (error instanceof Refusal) throw error;
    return { text: '426 The data connection broke.' };
  }
}

function takeRestart(session: FtpSession): number {
  const start = session.restartAt;
  session.restartAt = 0;
  return start;
}

/** Clients write `LIST -la FOLDER`. */
function withoutOptions(argument: string): string {
  return argument.replace(/^(-\S+ ?)+/, '');
}
