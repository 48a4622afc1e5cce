/** USER and PASS. */
import type { Reply } from './reply.ts';
import type { FtpSession } from './session.ts';

const mostWrongPasswords = 3;

export function login(session: FtpSession, name: string): Reply {
  session.user = name;
  session.login = 'none';
  return { text: '331 Password, please.' };
}

export function password(session: FtpSession, given: string): Reply {
  session.login = loginOf(session, given);
  if (session.login !== 'none') return { text: '230 Welcome.' };
  session.wrongPasswords += 1;
  return {
    text: '530 Wrong user or password.',
    close: session.wrongPasswords >= mostWrongPasswords,
  };
}

function loginOf(session: FtpSession, given: string): FtpSession['login'] {
  const { accounts, anonymous } = session.settings;
  if (anonymous && (session.user === 'anonymous' || session.user === 'ftp')) return 'reads';
  const account = accounts.get(session.user);
  if (account?.password !== given) return 'none';
  return account.writes ? 'writes' : 'reads';
}
