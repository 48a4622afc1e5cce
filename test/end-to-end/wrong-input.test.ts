/** What is wrong with texts is said at its place, all of it in one run, and nothing is contacted. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cutover, type Ended } from './harness/cutover.ts';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-wrong-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function checkText(text: string | Uint8Array): Promise<Ended> {
  writeFileSync(join(folder, 'x.cutover'), text);
  return cutover(folder, ['check', 'x.cutover']);
}

async function planWith(inventory: string): Promise<Ended> {
  writeFileSync(join(folder, 'inventory.yaml'), inventory);
  writeFileSync(join(folder, 'plan.cutover'), plan);
  writeFileSync(join(folder, 'unit.cutover'), script('      link root to: "/b"\n'));
  return cutover(folder, ['plan', 'plan.cutover', '-i', 'inventory.yaml']);
}

const plan = `cutover 1

plan "one" {
  release "core" version: "3.0"

  linked "core" {
    "d-*" runs unit
  }
}
`;

function script(switchSteps: string): string {
  return `cutover 1

script unit "Unit" {
  platform posix

  param root: path = "/opt/unit/current"

  installed read-version "/opt/unit/VERSION"

  check {
    disk-free "/" at-least: 1MiB
  }

  switch {
${switchSteps}  }

  verify {
    running "unit"
  }
}
`;
}

/** One clear message on standard error, no stack trace, exit 1. */
function expectRefusal(ended: Ended, ...words: readonly (string | RegExp)[]): void {
  for (const word of words) expect(ended.stderr).toMatch(word);
  expect(ended.stderr).not.toMatch(/\\n\s+at .*\.(js|ts):\d+/);
  expect(ended.stderr).not.toContain('a defect of ours');
  expect(ended.code).toBe(1);
}

describe('scripts', () => {
  test('F1: a syntax error is shown with line, column, caret and what was expected', async () => {
    const ended = await checkText(
      script('      link root to "/b"\n').replace('param root: path', 'param root path'),
    );
    expectRefusal(ended, /x\.cutover:6:\d+/, /\^/, /expected|`:`/);
  });

  test('F2: an unknown word gets the nearest one', async () => {
    expectRefusal(
      await checkText(script('      lnik root to: "/b"\n')),
      /unknown word `lnik`/,
      /`link`/,
    );
  });

  test('F3: a step that nothing can undo is refused at its line, with the rule', async () => {
    const ended = await checkText(script('      run "/bin/burn" writes: ["/etc/fuse"]\n'));
    expectRefusal(ended, /x\.cutover:15:/, /way back|undo/);
  });

  test('C01: all that is wrong is found in one run', async () => {
    const ended = await checkText(
      script('      lnik root to: "/b"\n      stop "unit"\n      link nowhere to: "/b"\n'),
    );
    expectRefusal(ended, /`lnik`/, /`nowhere`/);
    expect(ended.stderr.match(/^error /gm)?.length).toBeGreaterThanOrEqual(3);
  });

  test.each([
    ['50 MB', Buffer.alloc(50_000_000, 0x61), /1 MiB|1048576/],
    ['a line of 20,000 characters', `cutover 1\n# ${'a'.repeat(20_000)}\n`, /10,?000/],
    ['UTF-16', Buffer.from('\ufeffcutover 1\n', 'utf16le'), /UTF-16/],
    ['binary', Buffer.from([0, 1, 2, 255, 0, 7]), /binary|NUL|text/],
  ])('F5: %s is refused', async (_name, text, words) => {
    expectRefusal(await checkText(text), words);
  });

  test('F5: a byte order mark is accepted', async () => {
    const text = script('      link root to: "/b"\n').replace(
      '    running "unit"',
      '    disk-free "/" at-least: 1MiB',
    );
    expect((await checkText(`\ufeff${text}`)).code).toBe(0);
  });

  test('F9: escape sequences and bidirectional overrides are shown, never raw', async () => {
    const name = 'a\u001b]0;owned\u0007.cutover';
    writeFileSync(join(folder, name), 'cutover 1\nscrpit\n');
    const ended = await cutover(folder, ['check', name]);
    expect(ended.stderr + ended.stdout).not.toContain('\u001b]0;');
    expectRefusal(ended, /\\x1b/);
  });
});

describe('inventories', () => {
  const device = (name: string, more = ''): string =>
    `  ${name}: { address: "127.0.0.1:2201", user: root, key: key${more} }\n`;

  test.each([
    [
      'an alias bomb',
      `cutover: 1\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\ndevices: [*c,*c,*c,*c,*c]\n`,
      /inventory\.yaml:\d+/,
    ],
    [
      'a duplicate key',
      `cutover: 1\ndevices:\n${device('d-1')}${device('d-1')}`,
      /inventory\.yaml:4:\d+[^]*d-1|d-1[^]*inventory\.yaml:4/,
    ],
    ['__proto__', 'cutover: 1\n__proto__: { x: 1 }\ndevices: {}\n', /__proto__/],
    ['a tab', 'cutover: 1\ndevices:\n\td-1: {}\n', /inventory\.yaml:3|tab/i],
  ])('F6: %s is refused at its line', async (_name, text, words) => {
    expectRefusal(await planWith(text), words);
  });

  test.each(['"-oProxyCommand=x"', '"a;reboot"', '"$(id)"', '"a\\nb"'])(
    'F7: the host %s is no host',
    async (host) => {
      const text = `cutover: 1\ndevices:\n  d-1: { address: { host: ${host}, port: 22 }, user: root, key: key }\n`;
      expectRefusal(await planWith(text), /host/);
    },
  );

  test.each(['"-oProxyCommand=x"', '"a;reboot"', '"$(id)"'])(
    'F7: the device name %s is no name',
    async (name) => {
      expectRefusal(await planWith(`cutover: 1\ndevices:\n${device(name)}`), /name/);
    },
  );

  test('F10: an unknown group is named', async () => {
    expectRefusal(
      await planWith(`cutover: 1\ndevices:\n${device('d-1', ', groups: [edge]')}`),
      /edge/,
    );
  });

  test('F10: a cycle in the order is printed', async () => {
    const cyclic = plan.replace(
      '"d-*" runs unit',
      '"d-*" runs unit\n    "e-*" runs unit\n    prepare "d-*" before: "e-*"\n    prepare "e-*" before: "d-*"',
    );
    writeFileSync(join(folder, 'cyclic.cutover'), cyclic);
    writeFileSync(
      join(folder, 'unit.cutover'),
      script('      link root to: "/b"\n').replace(
        '    running "unit"',
        '    disk-free "/" at-least: 1MiB',
      ),
    );
    writeFileSync(
      join(folder, 'inventory.yaml'),
      `cutover: 1\nservers:\n  - { url: "file://${folder}/releases" }\ndevices:\n${device('d-1')}${device('e-1')}`,
    );
    writeFileSync(join(folder, 'release.yaml'), 'name: core\nversion: "3.0"\npackages: []\n');
    const ended = await cutover(folder, ['plan', 'cyclic.cutover', '-i', 'inventory.yaml']);
    expect(ended.code).not.toBe(0);
    expect(ended.stderr).not.toContain('a defect of ours');
  });
});

describe('the command line', () => {
  const escape = '\u001b]0;owned\u0007';

  test.each([
    [[escape]],
    [['release', escape]],
    [['check', `--${escape}`]],
    [['history', 'a', escape]],
    [['plan', 'x', '-i', 'y', '--format', escape]],
    [['run', 'x', '-i', 'y', '--lease', escape]],
    [['explain', escape]],
    [['enroll', '-i', escape]],
    [['release', 'list', '--from', escape]],
  ])('F9 S14: what was typed is said back without its escapes: %j', async (args) => {
    const ended = await cutover(folder, args);
    expect(ended.stderr + ended.stdout).not.toContain('\u001b');
    expectRefusal(ended, /\\x1b\]0;owned/);
  });

  test.each([
    [['ftp://user:CaNaRy@host']],
    [['history', 'a', 'ftp://user:CaNaRy@host']],
    [['check', '--x=ftp://user:CaNaRy@host']],
    [['check', 'ftp://user:CaNaRy@host/x']],
    [['explain', 'ftp://user:CaNaRy@host/x']],
    [['release', 'list', '--from', 'ftp://user:CaNaRy@host']],
    [['release', 'list', '--from', 'ftp://user:Ca/NaRy@host']],
    [['release', 'list', '--from', 'user:CaNaRy@host']],
    [['release', 'publish', 'ftp://user:CaNaRy@host', '--to', 'file:///nowhere']],
    [['release', 'publish', '.', '--to', 'ftp:user:CaNaRy@host']],
    [['recover', '--state', 'ftp://user:CaNaRy@host']],
  ])('S13 F40: a password in a URL is not said back: %j', async (args) => {
    const ended = await cutover(folder, args);
    expect(ended.stderr + ended.stdout).not.toMatch(/Ca|NaRy/);
    expectRefusal(ended, /error/);
  });

  test('F10: an unknown device or transaction is said with what there is', async () => {
    writeFileSync(
      join(folder, 'local.yaml'),
      'cutover: 1\ndevices: { msc-01: { transport: local } }\n',
    );
    const near = await cutover(folder, ['enroll', 'mcs-01', '-i', 'local.yaml']);
    expectRefusal(near, /no device mcs-01\nhint: did you mean `msc-01`/);
    const far = await cutover(folder, ['enroll', 'x', '-i', 'local.yaml']);
    expectRefusal(far, /hint: it has msc-01/);
    expectRefusal(await cutover(folder, ['history', 'tx']), /no journal in .*\nhint: .*--state/);
    expectRefusal(await cutover(folder, ['status']), /no journal in .*\nhint: .*--state/);
    const list = ['release', 'list', '--from', `file://${folder}/none`];
    expectRefusal(await cutover(folder, list), /whose releases are trusted .*\nhint: .*--trust/);
    const empty = await cutover(folder, [...list, '--trust', 'none']);
    expect(empty.stderr).toContain('nothing is published there');
  });

  test('C06: who errs in a command is sent to that command’s help', async () => {
    expectRefusal(await cutover(folder, ['check']), /see `cutover check --help`/);
    expectRefusal(await cutover(folder, ['release', 'list']), /see `cutover release list --help`/);
    const keys = await cutover(folder, ['release', 'keys', 'list']);
    expectRefusal(
      keys,
      /no version server is named.*\nhint: see `cutover release keys list --help`/,
    );
    const publish = await cutover(folder, ['release', 'publish', 'x', '--from', '2.0']);
    expectRefusal(publish, /see `cutover release publish --help`/);
  });
});
