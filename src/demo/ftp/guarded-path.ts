/**
 * From the path that a client names to the real one below the root.
 *
 * Rule 1: what is returned has no link in it, or only in its last name that doesn't exist yet.
 */
import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, join, posix, sep } from 'node:path';
import { Refusal } from './reply.ts';
import type { FtpSession } from './session.ts';

/** The client's view of a path: absolute, without `..`. */
export function clientPath(session: FtpSession, argument: string): string {
  if (argument.includes('\0')) throw new Refusal('553 Not a path.');
  const path = posix.normalize(posix.resolve('/', session.folder, argument));
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/** The real path of something that is there. */
export async function existingPath(session: FtpSession, argument: string): Promise<string> {
  const path = join(session.settings.root, clientPath(session, argument));
  return within(session.settings.root, await found(path));
}

/** The real path of a place to write to: its folder is there, it need not be. */
export async function placePath(session: FtpSession, argument: string): Promise<string> {
  const { root } = session.settings;
  const path = join(root, clientPath(session, argument));
  if (path === join(root, sep)) throw new Refusal('550 Not a file.');
  const place = join(within(root, await found(dirname(path))), basename(path));
  return (await isThere(place)) ? within(root, await found(place)) : place;
}

/** The real path of a name itself (a link, not what it leads to): for renaming and deleting. */
export async function namePath(session: FtpSession, argument: string): Promise<string> {
  const { root } = session.settings;
  const path = join(root, clientPath(session, argument));
  if (path === join(root, sep)) throw new Refusal('550 Not that.');
  return join(within(root, await found(dirname(path))), basename(path));
}

/** Whether a real path lies in the root. */
export function isWithin(root: string, path: string): boolean {
  return path === root || path.startsWith(root + sep);
}

function within(root: string, path: string): string {
  if (!isWithin(root, path)) throw new Refusal('550 Outside of the root folder.');
  return path;
}

async function found(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    throw new Refusal('550 No such file or folder.');
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch {
    return false;
  }
}
