/** SIZE, MDTM, MLST, and the lines of the three listings. */
import { readdir, realpath, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { join } from 'node:path';
import { clientPath, existingPath, isWithin } from './guarded-path.ts';
import type { Reply } from './reply.ts';
import type { FtpSession } from './session.ts';

interface Entry {
  readonly name: string;
  readonly facts: Stats;
}

export async function size(session: FtpSession, argument: string): Promise<Reply> {
  const facts = await stat(await existingPath(session, argument));
  return { text: facts.isFile() ? `213 ${facts.size}` : '550 Not a file.' };
}

export async function modified(session: FtpSession, argument: string): Promise<Reply> {
  const facts = await stat(await existingPath(session, argument));
  return { text: facts.isFile() ? `213 ${stampOf(facts)}` : '550 Not a file.' };
}

export async function machineFacts(session: FtpSession, argument: string): Promise<Reply> {
  const facts = await stat(await existingPath(session, argument));
  const line = machineLine({ name: clientPath(session, argument), facts });
  return { text: `250-Facts:\r\n ${line}\r\n250 End` };
}

/** What a client may see in a folder; a link that leads out of the root is not shown. */
export async function entriesOf(root: string, folder: string): Promise<readonly Entry[]> {
  const names = await readdir(folder);
  const entries = await Promise.all(names.sort().map((name) => entryOf(root, folder, name)));
  return entries.filter((entry) => entry !== undefined);
}

async function entryOf(root: string, folder: string, name: string): Promise<Entry | undefined> {
  try {
    const path = await realpath(join(folder, name));
    return isWithin(root, path) ? { name, facts: await stat(path) } : undefined;
  } catch {
    return undefined;
  }
}

export function machineLine({ name, facts }: Entry): string {
  const type = facts.isDirectory() ? 'dir' : 'file';
  return `type=${type};size=${facts.size};modify=${stampOf(facts)}; ${name}`;
}

/** As `ls -l` prints it; times in UTC. */
export function longLine({ name, facts }: Entry): string {
  const kind = facts.isDirectory() ? 'drwxr-xr-x' : '-rw-r--r--';
  const day = facts.mtime.toUTCString().slice(5, 11).split(' ').reverse().join(' ');
  return `${kind} 1 ftp ftp ${String(facts.size).padStart(12)} ${day}  ${facts.mtime.getUTCFullYear()} ${name}`;
}

/** RFC 3659: YYYYMMDDHHMMSS, UTC. */
function stampOf(facts: Stats): string {
  return facts.mtime.toISOString().replace(/\D/g, '').slice(0, 14);
}
