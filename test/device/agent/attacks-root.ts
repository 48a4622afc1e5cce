/** Attacks on the root: what would make other keys count. */
import type { Attack } from './attacks.ts';
import { day, newKey, rootText, signed } from './signer.ts';

const stranger = newKey();

export const rootAttacks: readonly Attack[] = [
  {
    name: 'a new root that only a stranger has signed',
    code: 'wrong-key',
    lay: (server) => {
      server.publish();
      server.write(
        '2.root',
        signed(rootText({ version: 2, keys: [stranger] }), 'root', [stranger]),
      );
    },
  },
  {
    name: 'a new root that the new key has not signed',
    code: 'wrong-key',
    lay: (server) => {
      server.publish();
      server.write(
        '2.root',
        signed(rootText({ version: 2, keys: [stranger] }), 'root', server.keys),
      );
    },
  },
  {
    name: 'the old root under the name of the new one',
    code: 'older',
    lay: (server) => {
      server.publish();
      server.write('2.root', server.root);
    },
  },
  {
    name: 'a root from further on, one left out',
    code: 'mixed',
    lay: (server) => {
      server.publish();
      const text = rootText({ version: 3, keys: server.keys });
      server.write('2.root', signed(text, 'root', server.keys));
    },
  },
  {
    name: 'a new root that has ended',
    code: 'expired',
    lay: (server) => {
      server.publish();
      const text = rootText({ version: 2, keys: server.keys, expires: day(-1) });
      server.write('2.root', signed(text, 'root', server.keys));
    },
  },
  {
    name: 'a key under another’s fingerprint',
    code: 'malformed',
    lay: (server) => {
      server.publish();
      const text = rootText({ version: 2, keys: [...server.keys, stranger] });
      const other = newKey();
      server.write('2.root', signed(text.replaceAll(stranger.id, other.id), 'root', server.keys));
    },
  },
  {
    name: 'endless data: a root of a MiB',
    code: 'endless',
    lay: (server) => {
      server.publish();
      server.write('2.root', 'x'.repeat(2 ** 20));
    },
  },
];
