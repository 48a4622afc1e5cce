/** A session that comes to nothing says why, however soon it ends. */
import { expect, it } from 'vitest';
import { openSession } from '../../src/device/session.ts';
import type { Connection } from '../../src/device/transport.ts';

it('F13: a login that prints and ends before it was asked anything is told by what it printed', async () => {
  const connection: Connection = {
    start: (_command, { onData, onClosed }) => {
      onData(Buffer.from('Password change required but no TTY available.\n'));
      onClosed(undefined);
      return Promise.resolve({
        write: () => undefined,
        end: () => undefined,
        destroy: () => undefined,
      });
    },
    onLost: () => undefined,
    close: () => undefined,
  };
  const session = await openSession(connection, '/var/lib/cutover');
  expect(session).toMatchObject({ fault: { code: 'auth' } });
  expect(JSON.stringify(session)).toContain('Password change required');
});
