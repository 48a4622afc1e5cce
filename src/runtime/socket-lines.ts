/** JSON, one object a line, over a socket; a line that is none ends the connection. */
import type { Socket } from 'node:net';

const LONGEST_LINE = 64 * 1024 * 1024;

export function onLines(socket: Socket, listener: (message: unknown) => void): void {
  let rest = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE) socket.destroy();
    for (const line of lines) hand(socket, line, listener);
  });
}

function hand(socket: Socket, line: string, listener: (message: unknown) => void): void {
  let message: unknown;
  try {
    message = JSON.parse(line);
  } catch {
    socket.destroy();
    return;
  }
  listener(message);
}

export function sendLine(socket: Socket, message: unknown): void {
  if (socket.writable) socket.write(`${JSON.stringify(message)}\n`);
}
