/** What a server may do to whoever reads: lies in metadata, in packages, and in the conversation itself. */
import type { Socket } from 'node:net';
import type { LiarFiles, Lies } from './liar.ts';

export interface Lie {
  readonly what: string;
  readonly row: 'F20' | 'F26' | 'F27';
  /** It never comes to an end by itself. */
  readonly stalls?: true;
  readonly lies: (files: LiarFiles) => Lies;
}

type Send = (socket: Socket, content: Buffer) => void;

/** Files whose name matches are sent so, all others as they are. */
function sending(name: RegExp, send: Send, reply: Lies['reply'] = () => undefined): Lie['lies'] {
  return (files) => ({
    reply: (line, socket) => missing(line) ?? reply(line, socket),
    data: (path, socket) => {
      const content = Buffer.from(files[path] ?? '');
      if (name.test(path)) send(socket, content);
      else socket.end(content);
    },
  });
}
const saying =
  (reply: NonNullable<Lies['reply']>): Lie['lies'] =>
  () => ({ reply: (line, socket) => missing(line) ?? reply(line, socket) });
const missing = (line: string): string | undefined =>
  /^(RETR|SIZE) .*\d\.root$/.test(line) ? '550 no' : undefined;

function flood(socket: Socket, text: string): void {
  const more = (): void => {
    while (!socket.destroyed && socket.write(text));
  };
  socket.on('drain', more);
  more();
}
function drip(socket: Socket): void {
  const timer = setInterval(() => socket.write('x'), 1000);
  socket.on('close', () => {
    clearInterval(timer);
  });
}
const noSizes = (line: string): string | undefined =>
  /^(SIZE|REST)/.test(line) ? '502 no' : undefined;
const flipped = (content: Buffer): Buffer => {
  const bytes = Buffer.from(content);
  bytes[bytes.length >> 1] = 1 ^ (bytes[bytes.length >> 1] ?? 0);
  return bytes;
};

const bundles = /\.tar\.gz$/;
const metadata = /(^|\/)(timestamp|\d+\.(snapshot|versions))$/;

/** Each only of packages: what leads to them is right. */
export const packageLies: readonly Lie[] = [
  {
    what: 'half of the package',
    row: 'F20',
    lies: sending(bundles, (socket, all) => socket.end(all.subarray(0, all.length >> 1))),
  },
  {
    what: 'one bit of the package flipped',
    row: 'F20',
    lies: sending(bundles, (socket, all) => socket.end(flipped(all))),
  },
  {
    what: 'the package and more',
    row: 'F20',
    lies: sending(bundles, (socket, all) => socket.end(Buffer.concat([all, all])), noSizes),
  },
  {
    what: 'nothing as the package',
    row: 'F20',
    lies: sending(bundles, (socket) => socket.end()),
  },
  {
    what: 'a package without an end',
    row: 'F26',
    lies: sending(bundles, (socket) => flood(socket, 'x'.repeat(65_536)), noSizes),
  },
  {
    what: 'the package at a byte a second',
    row: 'F26',
    stalls: true,
    lies: sending(bundles, drip, noSizes),
  },
  {
    what: 'a size that the package has not',
    row: 'F26',
    lies: saying((line) => (/^SIZE .*gz/.test(line) ? '213 9223372036854775807' : undefined)),
  },
];

/** Of whatever is asked for first. */
export const talkLies: readonly Lie[] = [
  {
    what: 'metadata without an end',
    row: 'F26',
    lies: sending(metadata, (socket) => flood(socket, 'version 9.9\n'.repeat(5000)), noSizes),
  },
  {
    what: 'metadata at a byte a second',
    row: 'F26',
    stalls: true,
    lies: sending(metadata, drip, noSizes),
  },
  {
    what: 'half of the metadata',
    row: 'F20',
    lies: sending(metadata, (socket, all) => socket.end(all.subarray(0, all.length >> 1))),
  },
  {
    what: 'one bit of the metadata flipped',
    row: 'F20',
    lies: sending(metadata, (socket, all) => socket.end(flipped(all))),
  },
  {
    what: 'a greeting of a GB',
    row: 'F26',
    stalls: true,
    lies: () => ({ greeting: (socket) => flood(socket, '220-welcome\r\n'.repeat(5000)) }),
  },
  {
    what: 'a greeting of one endless line',
    row: 'F26',
    stalls: true,
    lies: () => ({ greeting: (socket) => flood(socket, `220-${'x'.repeat(65_536)}`) }),
  },
  { what: 'nothing at all', row: 'F26', stalls: true, lies: () => ({ greeting: () => undefined }) },
  {
    what: 'a reply to the password that does not end',
    row: 'F26',
    stalls: true,
    lies: saying((line, socket) => {
      if (!line.startsWith('USER')) return undefined;
      flood(socket, '230-and\r\n'.repeat(5000));
      return '';
    }),
  },
  {
    what: 'the end of the conversation in its middle',
    row: 'F26',
    lies: saying((line, socket) => {
      if (line.startsWith('RETR')) socket.destroy();
      return undefined;
    }),
  },
  {
    what: 'nonsense',
    row: 'F26',
    lies: saying((line) => (line.startsWith('USER') ? '999 \x1b]0;owned\x07 what' : undefined)),
  },
];

/** Data are said to come from another host, at this port. */
export const foreign = (port: number): Lie['lies'] =>
  saying((line) => {
    if (line === 'EPSV') return '502 no';
    if (line !== 'PASV') return undefined;
    return `227 here (127,0,0,2,${String(port >> 8)},${String(port & 255)})`;
  });
