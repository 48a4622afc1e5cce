/** Attacks on whoever reads: those that The Update Framework names, each against the workflow alone. */
import { describe, expect, test } from 'vitest';
import { snapshotPath } from '../../src/release/model.ts';
import { ask, ENDLESS } from './asked.ts';
import {
  attacker,
  change,
  core,
  first,
  good,
  key,
  other,
  PAST,
  reader,
  refusal,
} from './attacked.ts';
import {
  LATER,
  NOW,
  publishedTexts,
  rootOf,
  rootText,
  signedBy,
  version,
  withRoots,
} from './authority.ts';

test('what is right is taken, again and again', () => {
  const once = ask(reader, good());
  expect(once).toMatchObject({ version: { version: '3.0' } });
  expect(ask(once.reader, good())).toMatchObject({ version: { version: '3.0' } });
});

describe('F24: arbitrary install', () => {
  test('all signed by somebody else', () => {
    expect(refusal(good({ keys: [attacker] }))).toBe('wrong-key');
  });

  test.each(['timestamp', 'snapshot', 'targets'] as const)('%s signed by somebody else', (role) => {
    expect(refusal(good({ by: { [role]: [attacker] } }))).toBe('wrong-key');
  });

  test.each(['timestamp', 'snapshot', 'targets'] as const)('%s signed by nobody', (role) => {
    expect(refusal(good({ by: { [role]: [] } }))).toBe('unsigned');
  });

  test.each(['timestamp', '7.snapshot', 'core/4.versions'])(
    '%s changed after it was signed',
    (path) => {
      const changed = change(good(), path, (text) => text.replace('2027-11-27', '2028-11-27'));
      expect(refusal(changed)).toBe(path === 'timestamp' ? 'unsigned' : 'mixed');
    },
  );

  test('a signature by somebody else under the name of the right key', () => {
    const [body = ''] = (good().get('timestamp') ?? '').split('signature');
    const bytes = attacker.sign(body, 'timestamp').bytes.toString('base64');
    const forged = `${body}signature ${key.public.id} ${bytes}\n`;
    expect(refusal(new Map(good()).set('timestamp', forged))).toBe('unsigned');
  });

  test('one that the reader would have to take for its first root', () => {
    const theirs = withRoots(good({ keys: [attacker] }), rootText(rootOf(1, attacker), [attacker]));
    expect(refusal(theirs)).toBe('wrong-key');
  });
});

describe('wrong role', () => {
  test('what was signed for another role is nothing', () => {
    const files = good();
    const [body = ''] = (files.get('timestamp') ?? '').split('signature');
    expect(refusal(new Map(files).set('timestamp', signedBy(body, 'snapshot', [key])))).toBe(
      'unsigned',
    );
  });

  test('a key of one role signs for no other', () => {
    const apart = { root: rootText(rootOf(1, key, { targets: { keys: [other] } }), [key]) };
    expect(refusal(good({ by: { targets: [other] } }), apart)).toBeUndefined();
    expect(refusal(good({ by: { targets: [key] } }), apart)).toBe('wrong-key');
    expect(refusal(good({ by: { targets: [other], timestamp: [other] } }), apart)).toBe(
      'wrong-key',
    );
  });
});

describe('threshold', () => {
  const two = {
    root: rootText(rootOf(1, key, { timestamp: { keys: [key, other], threshold: 2 } }), [key]),
  };

  test('one of two is not enough, two are', () => {
    expect(refusal(good(), two)).toBe('threshold');
    expect(refusal(good({ by: { timestamp: [key, other] } }), two)).toBeUndefined();
  });

  test('the same key twice counts once', () => {
    expect(refusal(good({ by: { timestamp: [key, key] } }), two)).toBe('threshold');
  });

  test('one of theirs and one of somebody else', () => {
    expect(refusal(good({ by: { timestamp: [key, attacker] } }), two)).toBe('threshold');
  });

  test('one that holds and one that does not', () => {
    const files = good({ by: { timestamp: [key, other] } });
    const forged = change(files, 'timestamp', (text) =>
      text.replace(
        /(signature \S+ )(\S+)(\n)$/,
        (_all, head: string, base64: string, end: string) => {
          const bytes = Buffer.from(base64, 'base64');
          bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
          return `${head}${bytes.toString('base64')}${end}`;
        },
      ),
    );
    expect(refusal(forged, two)).toBe('threshold');
  });
});

describe('F26: endless data', () => {
  test.each(['2.root', 'timestamp', '7.snapshot', 'core/4.versions'])('%s', (path) => {
    expect(refusal(new Map(good()).set(path, ENDLESS))).toBe('endless');
  });

  test('a snapshot that is said to be larger than any may be', () => {
    const huge = signedBy(
      `cutover-timestamp 1\ncounter 8\npublished 2026-11-27T09:00:00Z\nexpires ${LATER}\nsnapshot 8 600000 ${'a'.repeat(64)}\nend\n`,
      'timestamp',
      [key],
    );
    expect(refusal(new Map(good()).set('timestamp', huge))).toBe('endless');
  });
});

describe('F24: freeze', () => {
  test.each(['timestamp', 'snapshot', 'targets'] as const)('%s has ended', (role) => {
    expect(refusal(good({ ends: { [role]: PAST } }))).toBe('expired');
  });

  test('at the very second it ends', () => {
    const at = '2026-11-27T10:00:00Z';
    expect(refusal(good({ ends: { timestamp: at } }))).toBe('expired');
    expect(refusal(good({ ends: { timestamp: '2026-11-27T10:00:01Z' } }))).toBeUndefined();
  });

  test('the root has ended, and there is no later one', () => {
    const ended = { root: rootText({ ...first, expires: PAST }, [key]) };
    expect(refusal(good(), ended)).toBe('expired');
    const renewed = withRoots(good(), ended.root, rootText(rootOf(2, key), [key]));
    expect(refusal(renewed, ended)).toBeUndefined();
  });
});

describe('F24: rollback', () => {
  test('of the timestamp', () => {
    expect(refusal(good({ counter: 5 }))).toBe('older');
    expect(refusal(good({ counter: 5, snapshotCounter: 6 }))).toBe('older');
  });

  test('a snapshot with a lower counter, whatever is in it', () => {
    expect(refusal(good({ counter: 8, snapshotCounter: 5, releases: core(5) }))).toBe('older');
  });

  test('of the snapshot, under a newer timestamp', () => {
    const older = good({ counter: 8, releases: core(3) });
    expect(refusal(older)).toBe('older');
  });

  test('of one release', () => {
    expect(refusal(good({ counter: 8, releases: { ...core(3), edge: { revision: 9 } } }))).toBe(
      'older',
    );
  });

  test('a release that is gone', () => {
    const seen = ask(reader, good({ releases: { ...core(4), edge: { revision: 1 } } })).reader;
    expect(refusal(good({ counter: 8 }), seen)).toBe('older');
  });

  test('of a root: an old one under a later name', () => {
    expect(refusal(withRoots(good(), reader.root, reader.root))).toBe('older');
  });
});

describe('F25: mix and match', () => {
  test('another snapshot under the counter that was seen', () => {
    expect(refusal(good({ counter: 6, releases: core(5) }))).toBe('mixed');
  });

  test('a snapshot of another publishing under the name', () => {
    const files = new Map(good());
    const another = publishedTexts({ counter: 7, releases: core(5), keys: [key] });
    expect(refusal(files.set('7.snapshot', another.get('7.snapshot') ?? ''))).toBe('mixed');
  });

  test('version information of another publishing', () => {
    const another = good({ releases: core(4, '9.9') });
    expect(
      refusal(new Map(good()).set('core/4.versions', another.get('core/4.versions') ?? '')),
    ).toBe('mixed');
  });

  test.each(['7.snapshot', 'core/4.versions'])('%s is missing', (path) => {
    const files = new Map(good());
    files.delete(path);
    expect(refusal(files)).toBe('mixed');
  });

  test('a snapshot that says another counter than it is named with', () => {
    const files = good({ snapshotCounter: 8 });
    const text = files.get(snapshotPath(8)) ?? '';
    const timestamp = (files.get('timestamp') ?? '')
      .split('signature')[0]
      ?.replace('snapshot 8', 'snapshot 9');
    const renamed = new Map([
      ...files,
      ['9.snapshot', text],
      ['timestamp', signedBy(timestamp ?? '', 'timestamp', [key])],
    ]);
    expect(refusal(renamed)).toBe('mixed');
  });

  test('another release’s versions', () => {
    const named = { core: { revision: 4, release: 'edge' } };
    expect(refusal(good({ releases: named }))).toBe('wrong-release');
  });
});

describe('clocks and versions', () => {
  test('not yet: published more than a day after the reader’s own clock', () => {
    expect(refusal(good({ published: '2026-11-28T09:59:59Z' }))).toBeUndefined();
    expect(refusal(good({ published: '2026-11-28T10:00:01Z' }))).toBe('not-yet');
    expect(ask(reader, good(), '3.0', NOW - 400 * 86_400_000).refused).toBe('not-yet');
  });

  test('withdrawn', () => {
    const gone = version('3.0', { withdrawn: PAST });
    expect(
      refusal(good({ counter: 8, releases: { core: { revision: 5, versions: [gone] } } })),
    ).toBe('withdrawn');
  });

  test('a version, a release, a server without anything', () => {
    expect(ask(reader, good(), '9.9').refused).toBe('no-release');
    expect(ask(reader, good({ releases: { edge: { revision: 1 } } })).refused).toBe('no-release');
    expect(ask(reader, new Map()).refused).toBe('no-release');
  });
});

test.each([
  ['cut', (text: string) => text.slice(0, 60)],
  ['of a later format', (text: string) => text.replace('timestamp 1', 'timestamp 2')],
  ['with a line more', (text: string) => text.replace('end\n', 'more 1\nend\n')],
  ['with another line behind the end', (text: string) => `${text}more 1\n`],
  ['with a damaged signature line', (text: string) => text.replace(/(signature \S+ ...)/, '$1*')],
  [
    'with a counter beyond what a shell counts',
    (text: string) => text.replace('counter 7', 'counter 2147483648'),
  ],
  ['empty', () => ''],
])('F24: a timestamp %s is malformed', (_what, edit) => {
  expect(refusal(change(good(), 'timestamp', edit))).toBe('malformed');
});
