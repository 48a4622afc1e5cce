/** Every kind of version server: what holds on one holds on all of them. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, test } from 'vitest';
import { hasProftpd, hasPureFtpd, implicitProftpd, proftpd, pureFtpd } from './other-servers.ts';
import { demoServer, hasVsftpd, vsftpd } from './servers.ts';
import type { TestServer } from './servers.ts';
import { hasSshd, sftpServer } from './sftp-server.ts';

export interface Kind {
  readonly name: string;
  readonly skip?: boolean;
  readonly tls?: boolean;
  readonly start: () => Promise<TestServer>;
}

/** Plain and with TLS; a machine that lacks it says so in the test's name. */
function real(name: string, is: boolean, start: (tls: boolean) => Promise<TestServer>): Kind[] {
  const why = is ? '' : ` (skipped: needs root and ${name})`;
  return [
    { name: `${name}${why}`, start: () => start(false), skip: !is },
    { name: `${name} with TLS${why}`, start: () => start(true), skip: !is, tls: true },
  ];
}

export const realKinds: readonly Kind[] = [
  ...real('vsftpd', hasVsftpd, vsftpd),
  ...real('proftpd', hasProftpd, proftpd),
  ...real('pure-ftpd', hasPureFtpd, pureFtpd),
  {
    name: `proftpd with TLS from the beginning, on port 990${hasProftpd ? '' : ' (skipped: needs root and proftpd)'}`,
    start: implicitProftpd,
    skip: !hasProftpd,
    tls: true,
  },
];

const kinds: readonly Kind[] = [
  { name: 'a folder of this machine', start: folderServer },
  { name: 'the demo’s FTP server', start: demoServer },
  ...realKinds,
  { name: 'OpenSSH’s SFTP server', start: sftpServer, skip: !hasSshd },
];

async function folderServer(): Promise<TestServer> {
  const root = await mkdtemp(join(tmpdir(), 'cutover-folder-'));
  await mkdir(join(root, 'pub'));
  const access = { url: pathToFileURL(join(root, 'pub')).href };
  return { root, access, stop: () => rm(root, { recursive: true, force: true }) };
}

/** The same on every kind of server. */
export function promise(what: string, story: (server: TestServer) => Promise<void>): void {
  describe(what, () => {
    test.for(kinds)('on $name', async ({ start, skip }, { skip: skipTest }) => {
      if (skip === true) skipTest();
      const server = await start();
      try {
        await story(server);
      } finally {
        await server.stop();
      }
    });
  });
}
