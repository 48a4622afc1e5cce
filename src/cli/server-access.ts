/** How a person names version servers: URLs, a user, a file that holds the password. */
import { readFileSync, statSync } from 'node:fs';
import { hideUser } from '../language/passwords.ts';
import type { ServerAccess } from '../release/store.ts';
import { serverUrl } from '../inventory/server-url.ts';
import { fault, type OrFault } from '../protocol/fault.ts';

export interface AccessOptions {
  readonly user?: string;
  readonly passwordFile?: string;
  /** For `sftp:`. */
  readonly loginKey?: string;
  readonly knownHosts?: string;
}

/** A password is never an option's value: arguments can be seen by everybody on the machine. */
export function serverAccess(
  urls: readonly string[],
  options: AccessOptions,
): OrFault<readonly ServerAccess[]> {
  const password = options.passwordFile === undefined ? '' : readPassword(options.passwordFile);
  if (typeof password !== 'string') return password;
  const servers: ServerAccess[] = [];
  for (const url of urls) {
    const server = serverOf(url, options.user, password);
    if ('fault' in server) return server;
    servers.push({ ...server, ...sftpPart(options) });
  }
  return servers;
}

function sftpPart({ loginKey, knownHosts }: AccessOptions): Partial<ServerAccess> {
  return {
    ...(loginKey === undefined ? {} : { key: loginKey }),
    ...(knownHosts === undefined ? {} : { knownHosts }),
  };
}

function serverOf(
  text: string,
  user: string | undefined,
  password: string,
): ServerAccess | { fault: ReturnType<typeof fault>['fault'] } {
  const address = serverUrl(text);
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !isServer(url))
    return fault('bad-url', `${hideUser(text)} is not the URL of a version server`, {
      hint: 'such as ftps://host/releases, ftp://… without TLS, sftp://… or file:///folder',
    });
  if (url.password !== '')
    return fault(
      'bad-url',
      'a password does not belong into a URL: it would be seen by everybody on the machine',
      { hint: 'use --password-file' },
    );
  const named = url.username === '' ? user : decodeURIComponent(url.username);
  url.username = '';
  return {
    url: url.href,
    ...(named === undefined ? {} : { user: named }),
    ...(password === '' ? {} : { password }),
  };
}

/** A folder is one of this machine. */
function isServer({ protocol, hostname, pathname }: URL): boolean {
  if (protocol === 'file:') return hostname === '' && !/%2f|%00/i.test(pathname);
  return /^(?:ftps?|sftp):$/.test(protocol);
}

function readPassword(file: string): OrFault<string> {
  try {
    if ((statSync(file).mode & 0o077) !== 0)
      return fault('password-file', `others can read ${file}`, { hint: `chmod 600 ${file}` });
    return readFileSync(file, 'utf8').split('\n')[0]?.trimEnd() ?? '';
  } catch {
    return fault('password-file', `the password's file ${file} can't be read`);
  }
}
