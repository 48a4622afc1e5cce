/** What a server, or somebody on the way to it, may try: each leaves a falsified folder behind. */
import { randomBytes } from 'node:crypto';
import {
  metadata,
  snapshotText,
  timestampText,
  versionsText,
  type VersionServer,
} from './server.ts';
import { day, newKey, signed } from './signer.ts';

export interface Attack {
  readonly name: string;
  readonly code: string;
  readonly lay: (server: VersionServer) => void;
}

const stranger = newKey();
const flipped = (text: string, from: string, to: string): string => {
  if (!text.includes(from)) throw new Error(`${from} is not in the text`);
  return text.replace(from, to);
};
const offers = 'version 3.0\nchannel stable 100\n';

/** The whole chain with another versions text, all of it signed. */
function chain(server: VersionServer, versions: string): void {
  const snapshot = signed(snapshotText({}, versions), 'snapshot', server.keys);
  server.write('core/4.versions', versions);
  server.write('7.snapshot', snapshot);
  server.write('timestamp', signed(timestampText({}, snapshot), 'timestamp', server.keys));
}
const badOffer = (name: string, lines: string): Attack => ({
  name: `versions: ${name}`,
  code: 'malformed',
  lay: (server) => chain(server, signed(versionsText({ offers: lines }), 'targets', server.keys)),
});

const timestamps: readonly Attack[] = [
  {
    name: 'a timestamp that nobody signed',
    code: 'unsigned',
    lay: (server) => {
      const { snapshot } = server.publish();
      server.write('timestamp', timestampText({}, snapshot));
    },
  },
  {
    name: 'a timestamp signed by a stranger',
    code: 'wrong-key',
    lay: (server) => {
      const { snapshot } = server.publish();
      server.write('timestamp', signed(timestampText({}, snapshot), 'timestamp', [stranger]));
    },
  },
  {
    name: 'a stranger’s signature under a key’s name',
    code: 'unsigned',
    lay: (server) => {
      const { snapshot } = server.publish();
      const text = signed(timestampText({}, snapshot), 'timestamp', [stranger]);
      server.write('timestamp', text.replace(stranger.id, server.keys[0]?.id ?? ''));
    },
  },
  {
    name: 'a timestamp changed after it was signed',
    code: 'unsigned',
    lay: (server) => {
      const { timestamp } = server.publish();
      server.write('timestamp', flipped(timestamp, 'counter 7', 'counter 8'));
    },
  },
  {
    name: 'what was signed for another role',
    code: 'unsigned',
    lay: (server) => {
      const { snapshot } = server.publish();
      const text = timestampText({}, snapshot);
      server.write('timestamp', signed(text, 'timestamp', server.keys, 'cutover-snapshot'));
    },
  },
  {
    name: 'what was signed for another program',
    code: 'unsigned',
    lay: (server) => {
      const { snapshot } = server.publish();
      server.write(
        'timestamp',
        signed(timestampText({}, snapshot), 'timestamp', server.keys, 'file'),
      );
    },
  },
  {
    name: 'freeze: a timestamp that has ended',
    code: 'expired',
    lay: (server) => void server.publish({ expires: day(-0.01) }),
  },
  {
    name: 'a clock in the past: all is published in the future',
    code: 'not-yet',
    lay: (server) => void server.publish({ published: day(1.1), expires: day(300) }),
  },
  {
    name: 'fast-forward: a counter of 2^31',
    code: 'malformed',
    lay: (server) => void server.publish({ counter: 2 ** 31 }),
  },
  {
    name: 'fast-forward: a counter of 2^63',
    code: 'malformed',
    lay: (server) => {
      const { snapshot } = server.publish();
      const text = timestampText({}, snapshot).replace('counter 7', 'counter 9223372036854775808');
      server.write('timestamp', signed(text, 'timestamp', server.keys));
    },
  },
  {
    name: 'endless data: a timestamp of a MiB',
    code: 'endless',
    lay: (server) => {
      server.publish();
      server.write('timestamp', 'x'.repeat(2 ** 20));
    },
  },
  {
    name: 'a timestamp of random bytes',
    code: 'malformed',
    lay: (server) => {
      server.publish();
      server.write('timestamp', randomBytes(300));
    },
  },
  {
    name: 'a timestamp that is cut off',
    code: 'malformed',
    lay: (server) => {
      const { timestamp } = server.publish();
      server.write('timestamp', timestamp.slice(0, 100));
    },
  },
  {
    name: 'a command in a word',
    code: 'malformed',
    lay: (server) => {
      const { snapshot } = server.publish();
      const text = timestampText({}, snapshot).replace('counter 7', 'counter $(touch${IFS}pwned)');
      server.write('timestamp', signed(text, 'timestamp', server.keys));
    },
  },
  {
    name: 'a later format',
    code: 'malformed',
    lay: (server) => {
      const { snapshot } = server.publish();
      const text = timestampText({}, snapshot).replace('timestamp 1', 'timestamp 2');
      server.write('timestamp', signed(text, 'timestamp', server.keys));
    },
  },
];

const snapshots: readonly Attack[] = [
  {
    name: 'mix-and-match: another snapshot than was named',
    code: 'mixed',
    lay: (server) => {
      server.publish();
      server.write('7.snapshot', metadata(server.keys, { published: day(-2) }).snapshot);
    },
  },
  {
    name: 'a snapshot of the right size, one bit flipped',
    code: 'mixed',
    lay: (server) => {
      const { snapshot } = server.publish();
      server.write('7.snapshot', flipped(snapshot, 'versions core 4', 'versions core 5'));
    },
  },
  {
    name: 'a snapshot that is not there',
    code: 'mixed',
    lay: (server) => {
      server.publish();
      server.remove('7.snapshot');
    },
  },
  {
    name: 'endless data: a snapshot larger than it was named',
    code: 'endless',
    lay: (server) => {
      const { snapshot } = server.publish();
      server.write('7.snapshot', snapshot + 'x'.repeat(100_000));
    },
  },
  {
    name: 'a snapshot that is named with a size beyond all limits',
    code: 'endless',
    lay: (server) => {
      const { snapshot } = server.publish();
      const text = timestampText({}, snapshot).replace(/snapshot 7 \d+/, 'snapshot 7 600000');
      server.write('timestamp', signed(text, 'timestamp', server.keys));
    },
  },
  {
    name: 'a snapshot that nobody signed',
    code: 'unsigned',
    lay: (server) => {
      const { versions } = server.publish();
      const snapshot = snapshotText({}, versions);
      server.write('7.snapshot', snapshot);
      server.write('timestamp', signed(timestampText({}, snapshot), 'timestamp', server.keys));
    },
  },
  {
    name: 'a snapshot of another counter',
    code: 'mixed',
    lay: (server) => {
      const { versions } = server.publish();
      const snapshot = signed(snapshotText({ counter: 6 }, versions), 'snapshot', server.keys);
      server.write('7.snapshot', snapshot);
      server.write('timestamp', signed(timestampText({}, snapshot), 'timestamp', server.keys));
    },
  },
];

const versions: readonly Attack[] = [
  {
    name: 'a release that is not there',
    code: 'no-release',
    lay: (server) => void server.publish({ release: 'other' }),
  },
  {
    name: 'another release’s file in the place of ours',
    code: 'wrong-release',
    lay: (server) =>
      chain(server, signed(versionsText({ release: 'other' }), 'targets', server.keys)),
  },
  {
    name: 'arbitrary install: versions signed by a stranger',
    code: 'wrong-key',
    lay: (server) => chain(server, signed(versionsText({}), 'targets', [stranger])),
  },
  {
    name: 'versions changed after they were signed',
    code: 'unsigned',
    lay: (server) =>
      chain(
        server,
        flipped(signed(versionsText({}), 'targets', server.keys), 'stable 100', 'stable 99'),
      ),
  },
  {
    name: 'versions of another revision',
    code: 'mixed',
    lay: (server) => chain(server, signed(versionsText({ revision: 3 }), 'targets', server.keys)),
  },
  {
    name: 'versions that have ended',
    code: 'expired',
    lay: (server) =>
      chain(server, signed(versionsText({ expires: day(-1) }), 'targets', server.keys)),
  },
  badOffer('a path that climbs', `${offers}program umg posix 1 ${'a'.repeat(64)} core/../x\n`),
  badOffer('a path from the root', `${offers}program umg posix 1 ${'a'.repeat(64)} /etc/x\n`),
  badOffer('a path that is an option', `${offers}program umg posix 1 ${'a'.repeat(64)} core/-x\n`),
  badOffer('a size that is none', `${offers}program umg posix -1 ${'a'.repeat(64)} core/x\n`),
  badOffer('a hash that is too short', `${offers}program umg posix 1 ${'a'.repeat(63)} core/x\n`),
  badOffer('a word that is not known', `${offers}run rm\n`),
  badOffer('two blanks', 'version 3.0\nchannel  stable 100\n'),
  badOffer('a channel twice', `${offers}channel stable 50\n`),
  badOffer('more than a hundred per cent', 'version 3.0\nchannel stable 101\n'),
  badOffer('lines out of order', 'version 3.0\nfrom 2.0\nchannel stable 100\n'),
  badOffer('a version twice', `${offers}${offers}`),
  badOffer(
    'a withdrawn one that is offered',
    `version 3.0\nwithdrawn ${day(-1)}\nchannel stable 1\n`,
  ),
];

export const attacks: readonly Attack[] = [...timestamps, ...snapshots, ...versions];
