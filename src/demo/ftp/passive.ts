/** PASV, EPSV, REST, ABOR: what stands before a transfer, or ends it. */
import { openDataChannel } from './data-channel.ts';
import type { DataChannel } from './data-channel.ts';
import type { Reply } from './reply.ts';
import type { FtpSession } from './session.ts';

export async function passive(session: FtpSession): Promise<Reply> {
  const { port } = await newChannel(session);
  const numbers = [...session.localAddress.split('.'), port >> 8, port & 255].join(',');
  return { text: `227 Passive (${numbers}).` };
}

export async function extendedPassive(session: FtpSession, argument: string): Promise<Reply> {
  if (/^all$/i.test(argument)) return { text: '200 Passive only.' };
  const { port } = await newChannel(session);
  return { text: `229 Passive (|||${port}|).` };
}

export function restart(session: FtpSession, argument: string): Reply {
  if (!/^\d{1,15}$/.test(argument)) return { text: '501 Not an offset.' };
  session.restartAt = Number(argument);
  return { text: '350 From there.' };
}

/** The transfer itself has been ended as the line came in. */
export function abort(session: FtpSession): Reply {
  session.data = undefined;
  return { text: '226 Nothing is being transferred.' };
}

async function newChannel(session: FtpSession): Promise<DataChannel> {
  session.data?.close();
  session.data = undefined;
  session.data = await openDataChannel(session.localAddress, session.remoteAddress);
  return session.data;
}
