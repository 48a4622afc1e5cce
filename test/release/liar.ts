/** An FTP server that lies: it answers as well as it can, except where it is told to do something else. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { posix } from 'node:path';

export interface Lies {
  /** Instead of the greeting. */
  readonly greeting?: (socket: Socket) => void;
  /** Instead of the answer to a command; `undefined` answers as usual. */
  readonly reply?: (command: string, socket: Socket) => string | undefined;
  /** Instead of a file's content. */
  readonly data?: (path: string, socket: Socket) => void;
}

/** Contents by path. */
export type LiarFiles = Readonly<Record<string, string | Buffer>>;

export interface Liar {
  readonly url: string;
  stop(): Promise<void>;
}

export async function liar(files: LiarFiles, lies: Lies = {}): Promise<Liar> {
  const sockets = new Set<Socket>();
  const track = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  };
  const server = await listen((socket) => {
    track(socket);
    converse(socket, files, lies, track);
  });
  return {
    url: `ftp://127.0.0.1:${String(portOf(server))}`,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function listen(onSocket: (socket: Socket) => void): Promise<Server> {
  const server = createServer(onSocket).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

const PASSIVE: Readonly<Record<string, (port: number) => string>> = {
  EPSV: (port) => `229 (|||${String(port)}|)`,
  PASV: (port) => `227 (127,0,0,1,${String(port >> 8)},${String(port & 255)})`,
};
const FIXED: Readonly<Record<string, string>> = {
  USER: '331 password',
  PASS: '230 in',
  STOR: '553 no',
  MKD: '550 no',
  RETR: '550 no',
};

function converse(
  socket: Socket,
  files: LiarFiles,
  lies: Lies,
  track: (socket: Socket) => void,
): void {
  let data: Promise<Socket> | undefined;
  let rest = '';
  let folder = '/';
  const at = (path: string): string => posix.resolve(folder, path).slice(1);
  if (lies.greeting) lies.greeting(socket);
  else socket.write('220 hello\r\n');
  const open = async (say: (port: number) => string): Promise<string> => {
    const passive = await listen((opened) => {
      track(opened);
      passive.close();
    });
    data = once(passive, 'connection').then(([opened]) => opened as Socket);
    return say(portOf(passive));
  };
  const send = async (path: string): Promise<string> => {
    const opened = await data;
    socket.write('150 here\r\n');
    if (opened && lies.data) lies.data(path, opened);
    else opened?.end(files[path] ?? '');
    return '226 done';
  };
  const sends = (word: string, path: string): boolean =>
    word === 'NLST' || (word === 'RETR' && (files[path] !== undefined || lies.data !== undefined));
  const usual = async (command: string): Promise<string> => {
    const [word = '', given = ''] = command.split(/ (.*)/s);
    const path = at(given);
    const content = files[path];
    if (word === 'PWD') return `257 "${folder}"`;
    if (word === 'CWD') folder = posix.resolve(folder, given);
    const passive = PASSIVE[word];
    if (passive !== undefined) return open(passive);
    if (sends(word, path)) return send(path);
    if (word === 'SIZE') return content === undefined ? '550 no' : `213 ${String(content.length)}`;
    return FIXED[word] ?? '200 fine';
  };
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) void answer(line);
  });
  const answer = async (line: string) => {
    const reply = lies.reply?.(line, socket) ?? (await usual(line));
    if (reply !== '') socket.write(`${reply}\r\n`);
  };
}
