/** The controller's socket: requests in, the stream of events and one reply out. */
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { folderFault } from '../journal/file-fault.ts';
import { isFault } from '../protocol/fault.ts';
import type { CutoverEvent } from '../report/events.ts';
import type { Asker } from './asker.ts';
import type { Controller } from './controller.ts';
import type { Reply, Request } from './requests.ts';
import { onLines, sendLine } from './socket-lines.ts';

export interface ControllerServer {
  readonly server: Server;
  clients(): number;
}

/** Only the owner can open it: the folder is 0700, the socket 0600. */
export function serve(controller: Controller, path: string): Promise<ControllerServer> {
  rmSync(path, { force: true });
  const clients = new Set<Socket>();
  const server = createServer((socket) => {
    clients.add(socket);
    socket.on('close', () => clients.delete(socket));
    socket.on('error', () => undefined);
    attend(controller, socket);
  });
  return new Promise((resolve, reject) => {
    server.on('error', (error) => {
      reject(folderFault(dirname(path), error));
    });
    server.listen(path, () => {
      chmodSync(path, 0o600);
      resolve({ server, clients: () => clients.size });
    });
  });
}

/** One client: what happens to what it asked for, and the answers. */
function attend(controller: Controller, socket: Socket): void {
  const own = new Set<string>();
  const asker = askerAt(controller, socket, own);
  onLines(socket, (message) => {
    const request = message as Request;
    if (request.do === 'halt') process.kill(process.pid, 'SIGKILL');
    else if (request.do === 'interrupt') interrupt(controller, own, request.operator);
    else if (request.do === 'look') looked(controller, socket);
    else void answer(controller, socket, request, asker);
  });
}

function looked(controller: Controller, socket: Socket): void {
  sendLine(socket, { reply: 'looked', units: controller.look() } satisfies Reply);
}

function askerAt({ hub }: Controller, socket: Socket, own: Set<string>): Asker {
  const tell = (event: CutoverEvent): void => {
    sendLine(socket, { reply: 'event', event } satisfies Reply);
  };
  const concerns = (subject: string): void => {
    socket.on('close', hub.follow(subject, tell));
  };
  return {
    concerns,
    began: (transaction) => {
      own.add(transaction);
      concerns(transaction);
    },
  };
}

/** He follows what he began already. */
const nobody: Asker = { concerns: () => undefined, began: () => undefined };

function interrupt(controller: Controller, own: ReadonlySet<string>, operator: string): void {
  for (const transaction of own)
    void controller.handle({ do: 'abort', transaction, operator }, nobody);
}

async function answer(
  controller: Controller,
  socket: Socket,
  request: Request,
  asker: Asker,
): Promise<void> {
  const result = await controller.handle(request, asker);
  const reply: Reply = isFault(result)
    ? { reply: 'refused', fault: result.fault }
    : { reply: 'done', exitCode: result };
  sendLine(socket, reply);
}
