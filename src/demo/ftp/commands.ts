/** Every command of the server, and what it needs. */
import { login, password } from './login.ts';
import {
  changeFolder,
  changeUp,
  makeFolder,
  printFolder,
  remove,
  removeFolder,
  renameFrom,
  renameTo,
} from './folders.ts';
import { modified, size } from './facts.ts';
import { abort, extendedPassive, passive, restart } from './passive.ts';
import { append, list, listMachine, listNames, retrieve, store } from './transfers.ts';
import { machineFacts } from './facts.ts';
import type { Handler } from './session.ts';

interface Command {
  readonly needs: 'nothing' | 'login' | 'writing';
  readonly handler: Handler;
}

const features = [
  'EPSV',
  'MDTM',
  'MLST type*;size*;modify*;',
  'PASV',
  'REST STREAM',
  'SIZE',
  'UTF8',
];

const always: Readonly<Record<string, Handler>> = {
  USER: login,
  PASS: password,
  QUIT: () => ({ text: '221 Goodbye.', close: true }),
  NOOP: () => ({ text: '200 Yes.' }),
  SYST: () => ({ text: '215 UNIX Type: L8' }),
  FEAT: () => ({
    text: ['211-Features:', ...features.map((feature) => ` ${feature}`), '211 End'].join('\r\n'),
  }),
  OPTS: (_session, argument) => ({
    text: /^utf8 on$/i.test(argument) ? '200 Always.' : '501 Not an option.',
  }),
  ABOR: abort,
};

const reading: Readonly<Record<string, Handler>> = {
  // Files go as they are, whichever of the two is asked for.
  TYPE: (_session, argument) => ({
    text: /^[AIL]/i.test(argument) ? '200 As it is.' : '504 Not a type.',
  }),
  MODE: (_session, argument) => ({
    text: /^s$/i.test(argument) ? '200 Stream.' : '504 Not a mode.',
  }),
  STRU: (_session, argument) => ({
    text: /^f$/i.test(argument) ? '200 File.' : '504 Not a structure.',
  }),
  PWD: printFolder,
  CWD: changeFolder,
  CDUP: changeUp,
  PASV: passive,
  EPSV: extendedPassive,
  REST: restart,
  RETR: retrieve,
  SIZE: size,
  MDTM: modified,
  MLST: machineFacts,
  MLSD: listMachine,
  LIST: list,
  NLST: listNames,
};

const writing: Readonly<Record<string, Handler>> = {
  ALLO: () => ({ text: '202 No need.' }),
  STOR: store,
  APPE: append,
  MKD: makeFolder,
  RMD: removeFolder,
  DELE: remove,
  RNFR: renameFrom,
  RNTO: renameTo,
};

export const commands: ReadonlyMap<string, Command> = new Map([
  ...entries(always, 'nothing'),
  ...entries(reading, 'login'),
  ...entries(writing, 'writing'),
]);

function entries(
  handlers: Readonly<Record<string, Handler>>,
  needs: Command['needs'],
): [string, Command][] {
  return Object.entries(handlers).map(([word, handler]) => [word, { needs, handler }]);
}
