/**
 * The control connection: lines in, replies out, one command after the other.
 *
 * Rule 1: a command begins when the one before it has been answered; only ABOR overtakes, to end a transfer.
 */
import type { Socket } from 'node:net';
import { commands } from './commands.ts';
import { commandLines } from './lines.ts';
import { Refusal } from './reply.ts';
import type { Reply } from './reply.ts';
import type { FtpSession, FtpSettings } from './session.ts';

export function serveClient(socket: Socket, settings: FtpSettings): void {
  const session = newSession(socket, settings);
  let queue = Promise.resolve();
  socket.on('error', () => socket.destroy());
  socket.on('close', () => session.data?.close());
  socket.setTimeout(settings.idleMs, () => {
    idle(socket, session);
  });
  const feed = commandLines(
    (line) => {
      if (/^abor\b/i.test(line)) session.data?.close();
      queue = queue.then(() => obey(socket, session, line));
    },
    () => socket.destroy(),
  );
  socket.on('data', feed);
  session.say('220 Demo version server.');
}

function newSession(socket: Socket, settings: FtpSettings): FtpSession {
  return {
    settings,
    localAddress: socket.localAddress ?? '127.0.0.1',
    remoteAddress: socket.remoteAddress ?? '127.0.0.1',
    say: (reply) => {
      if (socket.writable) socket.write(`${reply}\r\n`);
    },
    user: '',
    login: 'none',
    wrongPasswords: 0,
    folder: '/',
    data: undefined,
    transferring: false,
    restartAt: 0,
    renameFrom: undefined,
  };
}

async function obey(socket: Socket, session: FtpSession, line: string): Promise<void> {
  const [, verb = '', argument = ''] = /^(\S*) ?(.*)$/.exec(line) ?? [];
  const word = verb.toUpperCase();
  session.settings.onCommand(word === 'PASS' ? 'PASS ***' : line, session.user);
  const reply = await answer(session, word, argument);
  session.say(reply.text);
  if (reply.close === true) socket.end();
}

async function answer(session: FtpSession, word: string, argument: string): Promise<Reply> {
  const command = commands.get(word);
  if (command === undefined) return { text: '502 Not a command of this server.' };
  if (command.needs !== 'nothing' && session.login === 'none') return { text: '530 Log in first.' };
  if (command.needs === 'writing' && session.login !== 'writes')
    return { text: '550 You may only read.' };
  try {
    return await command.handler(session, argument);
  } catch (error) {
    return { text: error instanceof Refusal ? error.reply : `550 ${reason(error)}` };
  }
}

/** The system's own word (`ENOSPC`), never a path of this machine. */
function reason(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'It failed.';
}

/** A control connection is silent during a long transfer; that is not idle. */
function idle(socket: Socket, session: FtpSession): void {
  if (session.transferring) return;
  session.say('421 Idle for too long.');
  socket.end();
}
