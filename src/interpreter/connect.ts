/** The device's main session, opened when it is first needed and again when it was lost. */
import { kitHash } from '../device/kit.ts';
import { word } from '../device/quote.ts';
import { openSession, type Session } from '../device/session.ts';
import type { Connection } from '../device/transport.ts';
import { isFault, type OrFault } from '../protocol/fault.ts';
import type { DeviceContext } from './context.ts';

export async function mainSession(context: DeviceContext): Promise<OrFault<Session>> {
  if (context.open !== undefined) return context.open.session;
  const connection = await context.connect();
  if (isFault(connection)) return connection;
  const session = await openSession(connection, context.device.home);
  if (isFault(session)) {
    connection.close();
    return session;
  }
  context.open = { connection, session };
  connection.onLost(() => {
    if (context.open?.connection === connection) context.open = undefined;
  });
  noteFacts(context, session);
  return session;
}

/** Lets go of a session that can't be used any more. */
export function dropSession(context: DeviceContext): void {
  const open = context.open;
  context.open = undefined;
  open?.session.close();
  open?.connection.close();
}

/** A kit's program (docs/device-kit.md, *Programs*) over a second channel; what it prints is passed on. */
export async function runKit(
  context: DeviceContext,
  connection: Connection,
  words: readonly string[],
): Promise<OrFault<string>> {
  const program = `${context.device.home}/kit/${kitHash()}.sh`;
  const [verb = '', ...more] = words;
  const command = ['sh', program, verb, context.device.home, ...more].map(word).join(' ');
  return new Promise((resolve) => {
    let said = '';
    void connection
      .start(command, {
        onData: (chunk) => (said = (said + chunk.toString('latin1')).slice(0, 4096)),
        onClosed: () => {
          resolve(said);
        },
      })
      .then((channel) => {
        if (isFault(channel)) resolve(channel);
        else channel.end();
      });
  });
}

function noteFacts(context: DeviceContext, session: Session): void {
  const architecture = session.facts['arch'];
  if (architecture !== undefined) context.scope.set('device.architecture', architecture);
}
