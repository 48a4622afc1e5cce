/** What is planted in bytes is found: other packages, secrets, control characters. */
import { describe, expect, test } from 'vitest';
import { createHash } from 'node:crypto';
import { appendFileSync, chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bytesOf, found, judged, log } from './planted/found.ts';
import type { Ending } from './planted/play.ts';
import { act, after, committed, reverted } from './planted/story.ts';
import type { Story } from './planted/story.ts';
import { txOf, writeIn } from './planted/world.ts';
import type { Capture } from './evidence.ts';

describe('S11', () => {
  test('a package in the cache is another', async () => {
    const bytes = 'package';
    const named = createHash('sha256').update(bytes).digest('hex');
    const cached = (text: string): Story =>
      after(
        reverted,
        'prepare umg-01: effect',
        act('cache', (world) => {
          writeFileSync(join(world.devices['umg-01'].home, 'cache', named), text);
        }),
      );
    expect(await found('S11', cached(bytes))).toEqual([]);
    expect(await found('S11', cached('pack age'))).toEqual([
      'umg-01: a fetched package is not what it is named by',
    ]);
  });

  test('what is installed was packed otherwise', async () => {
    const packed = (text: string): Ending => {
      const sha256 = createHash('sha256').update(text).digest('hex');
      return {
        known: { packed: [{ device: 'umg-01', files: { '/opt/releases/3.0/VERSION': sha256 } }] },
      };
    };
    expect(await found('S11', committed, packed('3.0\n'))).toEqual([]);
    expect(await found('S11', committed, packed('3.0'))).toEqual([
      'umg-01: what is installed is not what was packed',
    ]);
  });

  test.each([
    ['asked again it says another', { made: 'made otherwise' }],
    ['asked again it says nothing', {}],
    ['asked again it says what has changed', { made: 'made msc-01', changed: 'x' }],
  ])('F21: what was staged is switched to, though %s', async (_, made) => {
    const again = act('again', (world) => {
      const answer = { answer: 'standing', state: 'staged', fingerprint: 'old msc-01', ...made };
      log(world, { record: 'answer', device: 'msc-01', order: 'inquire', answer, atMs: 0 });
    });
    expect(await found('S11', after(committed, 'all staged', again))).toEqual([
      'msc-01: it was switched, though what it had staged was another',
    ]);
  });

  test('F21: the device’s own record of what it staged is another than it answered', async () => {
    const rewrite = act('rewrite', (world) => {
      writeFileSync(join(txOf(world, 'umg-01'), 'made'), 'made otherwise\n');
    });
    expect(await found('S11', after(committed, 'all staged', rewrite))).toEqual([
      'umg-01: it was switched, though what it had staged was another',
    ]);
  });

  test.each([
    ['content', 'opt/releases/3.0/VERSION', '3.1\n'],
    ['a place that was empty', 'opt/releases/none', ''],
  ])('F21: %s is another on the disc than was staged', async (_, path, text) => {
    const swapped = act('swapped', (world) => {
      writeIn(world, 'umg-01', path, text);
    });
    expect(await found('S11', after(committed, 'switching', swapped))).toEqual([
      'umg-01: what is installed is not what was staged',
    ]);
    expect(await found('S11', committed)).toEqual([]);
  });

  test('F21: a mode is another on the disc than was staged', async () => {
    const opened = act('opened', (world) => {
      chmodSync(join(world.devices['umg-01'].root, 'opt/releases/3.0/VERSION'), 0o755);
    });
    expect(await found('S11', after(committed, 'switching', opened))).toEqual([
      'umg-01: what is installed is not what was staged',
    ]);
  });
});

describe('S13', () => {
  const secret = 'pa\'ss /word"';

  test.each([
    ['as it is', secret],
    ['in JSON', JSON.stringify({ secret })],
    ['quoted for a shell', String.raw`'pa'\''ss /word"'`],
    ['percent-encoded', encodeURIComponent(secret)],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in hex', Buffer.from(secret).toString('hex')],
  ])('a secret %s', (form, text) => {
    const capture: Capture = {
      kind: 'arguments',
      name: 'of process 7',
      bytes: bytesOf(`sh\0-c\0${text}`),
    };
    expect(judged([capture], [secret])).toEqual([
      `S13 | a secret stands in arguments of process 7 | secret 1, ${form}`,
    ]);
    expect(judged([{ ...capture, bytes: bytesOf('sh\0-c\0password') }], [secret])).toEqual([]);
  });

  test('in the journal, and on a device’s disc, but not in `servers`', async () => {
    const secrets = ['hunter-two'];
    const told = after(
      committed,
      'commit',
      act('told', (world) => {
        log(world, { record: 'captured', value: 'x'.repeat(5000) + 'hunter-two' });
        appendFileSync(join(txOf(world, 'umg-01'), 'mend'), 'set-password hunter-two\n');
        writeFileSync(join(txOf(world, 'msc-01'), 'servers'), 'ftp://h\tu\thunter-two\n');
      }),
    );
    const story = told.filter(({ name }) => !name.startsWith('confirm'));
    const said = await found('S13', story, { known: { secrets } });
    expect(said.filter((line) => line.includes('journal records'))).toHaveLength(1);
    expect(said.filter((line) => line.includes('device umg-01'))).toHaveLength(1);
    expect(said.filter((line) => line.includes('device msc-01'))).toEqual([]);
  });

  test('a secret too short to be told from chance is refused', () => {
    expect(() => judged([], ['abc'])).toThrow('six characters');
  });
});

describe('S14', () => {
  const screen = (kind: 'screen' | 'terminal', text: string): readonly string[] =>
    judged([{ kind, name: 'of run', bytes: bytesOf(text) }]);

  test('plain text is clean, and a painted terminal', () => {
    expect(screen('screen', 'a\tb\n“ü” ✓\n')).toEqual([]);
    expect(screen('terminal', '\u001b[?25l\u001b[2K\u001b[1G\u001b[32mok\u001b[0m\r\n')).toEqual(
      [],
    );
  });

  test.each([
    ['a title', '\u001b]0;x\u0007', 'terminal'],
    ['a colour where nothing is painted', '\u001b[31m', 'screen'],
    ['a C1 control', 'a\u009bm', 'terminal'],
    ['a text turned round', 'a\u202eb', 'screen'],
    ['a bell', 'a\u0007', 'screen'],
    ['a question to the terminal', '\u001b[6n', 'terminal'],
    ['a keyboard’s answer', '\u001bP$q\u001b\\', 'terminal'],
  ] as const)('%s', (_, text, kind) => {
    expect(screen(kind, text)).toHaveLength(1);
  });
});
