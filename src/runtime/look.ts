/** Asks a running controller what it is at; starts none. */
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Reply } from './requests.ts';
import { onLines, sendLine } from './socket-lines.ts';
import type { UnderWay } from './under-way.ts';

export interface Look {
  /** Missing where it did not say so in time. */
  readonly units?: readonly UnderWay[];
}

const ANSWER_MS = 5_000;

/** Missing where no controller runs. */
export function lookAt(state: string): Promise<Look | undefined> {
  return new Promise((settle) => {
    const socket = connect(join(state, 'controller.sock'));
    let connected = false;
    const end = (look: Look): void => {
      clearTimeout(timer);
      socket.destroy();
      settle(connected ? look : undefined);
    };
    const timer = setTimeout(end, ANSWER_MS, {});
    socket.once('connect', () => {
      connected = true;
      sendLine(socket, { do: 'look' });
    });
    onLines(socket, (message) => {
      const reply = message as Reply;
      if (reply.reply === 'looked') end({ units: reply.units });
    });
    socket.once('error', () => {
      end({});
    });
    socket.once('close', () => {
      end({});
    });
  });
}
