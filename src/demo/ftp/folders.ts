/** Commands about folders and names: CWD, PWD, MKD, RMD, DELE, RNFR, RNTO. */
import { lstat, mkdir, rename, rmdir, stat, unlink } from 'node:fs/promises';
import { clientPath, existingPath, namePath, placePath } from './guarded-path.ts';
import type { Reply } from './reply.ts';
import type { FtpSession } from './session.ts';

export function printFolder(session: FtpSession): Reply {
  return { text: `257 ${quoted(session.folder)}` };
}

export async function changeFolder(session: FtpSession, argument: string): Promise<Reply> {
  const path = await existingPath(session, argument);
  if (!(await stat(path)).isDirectory()) return { text: '550 Not a folder.' };
  session.folder = clientPath(session, argument);
  return { text: '250 Changed.' };
}

export function changeUp(session: FtpSession): Promise<Reply> {
  return changeFolder(session, '..');
}

export async function makeFolder(session: FtpSession, argument: string): Promise<Reply> {
  await mkdir(await placePath(session, argument));
  return { text: `257 ${quoted(clientPath(session, argument))} made.` };
}

export async function removeFolder(session: FtpSession, argument: string): Promise<Reply> {
  await rmdir(await namePath(session, argument));
  return { text: '250 Removed.' };
}

export async function remove(session: FtpSession, argument: string): Promise<Reply> {
  await unlink(await namePath(session, argument));
  return { text: '250 Removed.' };
}

export async function renameFrom(session: FtpSession, argument: string): Promise<Reply> {
  const path = await namePath(session, argument);
  await lstat(path);
  session.renameFrom = path;
  return { text: '350 And to?' };
}

/** Replaces what is there in one step, as publishers rely on. */
export async function renameTo(session: FtpSession, argument: string): Promise<Reply> {
  const from = session.renameFrom;
  if (from === undefined) return { text: '503 RNFR first.' };
  session.renameFrom = undefined;
  await rename(from, await namePath(session, argument));
  return { text: '250 Renamed.' };
}

function quoted(path: string): string {
  return `"${path.replaceAll('"', '""')}"`;
}
