import { describe, expect, test } from 'vitest';
import { parseInventory } from '../../src/inventory/parse.ts';
import { makeSource, positionOf } from '../../src/language/source.ts';

const parse = (text: string) => parseInventory(makeSource('inventory.yaml', text), '/srv/lab');

/** What is wrong, as `CODE LINE:COLUMN MESSAGE`. */
function problems(text: string): readonly string[] {
  return parse(text).diagnostics.map(({ code, source, labels, message }) => {
    const { line, column } = positionOf(source, labels[0].span.start);
    return `${code} ${String(line)}:${String(column)} ${message}`;
  });
}

const device = (name: string, more = '') =>
  `cutover: 1\ndefaults: { transport: local }\ndevices:\n  ${name}: { home: /tmp/a${more} }\n`;

describe('a whole inventory', () => {
  const text = `
cutover: 1
known-hosts: keys/known_hosts
secrets:
  file: ../secrets.yaml
servers:
  - url: ftp://10.0.0.5:2121/releases/
    user: cutover
    password: ftp-password
  - { url: ftps://10.0.0.6/releases }
defaults:
  user: root
  key: keys/lab
groups:
  core: { params: { root: /opt/core, ports: ["80", "8080"] } }
devices:
  msc-01:
    address: 10.0.0.1:2201
    groups: [core]
    labels: { site: Shanghai, rack: 7 }
    params:
      db-password: core-db
      greeting: ""
  umg-01:
    address: { host: umg.example, port: 22 }
    user: admin
    home: /data/cutover
    services: /data/init.d
  six: { address: "[fe80::1]:2200" }
  here: { transport: local, home: /tmp/here }
links:
  - [msc-01, umg-01]
`;
  const { inventory, diagnostics } = parse(text);

  test('has nothing wrong with it', () => {
    expect(diagnostics).toEqual([]);
  });

  test('reaches devices as it says; paths are relative to its folder', () => {
    expect(inventory?.devices.get('msc-01')?.address).toEqual({
      transport: 'ssh',
      host: '10.0.0.1',
      port: 2201,
      user: 'root',
      key: '/srv/lab/keys/lab',
      knownHosts: '/srv/lab/keys/known_hosts',
    });
    expect(inventory?.devices.get('umg-01')).toMatchObject({
      address: { host: 'umg.example', port: 22, user: 'admin' },
      home: '/data/cutover',
      services: '/data/init.d',
      platform: 'posix',
    });
    expect(inventory?.devices.get('six')?.address).toMatchObject({ host: 'fe80::1', port: 2200 });
    expect(inventory?.devices.get('here')?.address).toEqual({
      transport: 'local',
      shell: '/bin/sh',
    });
  });

  test('takes values as they are written, without guessing numbers or booleans', () => {
    const msc = inventory?.devices.get('msc-01');
    expect(msc?.labels.get('rack')).toBe('7');
    expect(msc?.params.get('greeting')?.value).toBe('');
    expect(inventory?.groups.get('core')?.params.get('ports')?.value).toEqual(['80', '8080']);
    expect(inventory?.groups.get('core')?.members).toEqual(['msc-01']);
  });

  test('knows its servers, in order, its secrets and its links', () => {
    expect(inventory?.servers).toEqual([
      { url: 'ftp://10.0.0.5:2121/releases', user: 'cutover', password: 'ftp-password' },
      { url: 'ftps://10.0.0.6/releases' },
    ]);
    expect(inventory?.secrets).toEqual({ store: 'file', path: '/srv/secrets.yaml' });
    expect(inventory?.links.map((link) => link.devices)).toEqual([['msc-01', 'umg-01']]);
  });
});

describe('F6: YAML that is a trap or a mistake is refused, with its line', () => {
  test('an alias bomb stays small: anchors and aliases are refused', () => {
    const bomb = ['a: &a [x, x]', 'b: &b [*a, *a]', 'c: &c [*b, *b]'].join('\n');
    const found = problems(bomb);
    expect(found).toContain('E0703 1:7 an anchor can’t be used here');
    expect(parse(bomb).inventory).toBeUndefined();
  });

  test('an alias', () => {
    expect(problems(device('a').replace('/tmp/a', '*x'))).toContain(
      'E0703 4:14 an alias can’t be used here',
    );
  });

  test('a tag', () => {
    expect(problems(device('a').replace('/tmp/a', '!!binary aGk='))).toContain(
      'E0703 4:23 a tag can’t be used here',
    );
  });

  test('a key given twice: both places', () => {
    const { diagnostics } = parse('cutover: 1\ndevices: {}\ncutover: 1\n');
    expect(diagnostics.map(({ code }) => code)).toEqual(['E0704']);
    expect(diagnostics[0]?.labels.map(({ span }) => span.start)).toEqual([23, 0]);
  });

  test('`__proto__` is an unknown key, and no param or label', () => {
    expect(problems('cutover: 1\n__proto__: { a: 1 }\ndevices: {}\n')).toEqual([
      'E0706 2:1 an inventory has no key `__proto__`',
    ]);
    expect(problems(device('a', ', params: { __proto__: x }'))).toEqual([
      'E0709 4:32 invalid name of a param: `__proto__`',
    ]);
    expect(({} as Record<string, unknown>)['a']).toBeUndefined();
  });

  test('a tab as indentation', () => {
    const { diagnostics } = parse('cutover: 1\ndevices:\n\ta: {}\n');
    expect(diagnostics[0]).toMatchObject({ code: 'E0702', hint: 'indent with spaces' });
    expect(problems('cutover: 1\ndevices:\n\ta: {}\n')[0]).toMatch(/^E0702 3:1 /);
  });

  test('several documents, an unclosed list', () => {
    expect(problems('cutover: 1\n---\ncutover: 1\n')[0]).toMatch(/^E0702 2:1 /);
    expect(problems('links: [[a, b]')[0]).toMatch(/^E0702 1:15 /);
  });

  test.each([
    '['.repeat(100_000),
    '- '.repeat(50_000),
    'links: ' + '['.repeat(20) + ']'.repeat(20),
  ])('nesting without end: %#', (text) => {
    expect(parse(text).inventory).toBeUndefined();
    expect(parse(text).diagnostics[0]?.code).toMatch(/^E070[25]$/);
  });
});

describe('F7: a name that is more than a name is refused, and shown escaped', () => {
  test.each([
    ['"-oProxyCommand=x"', '`-oProxyCommand=x`'],
    ['a;reboot', '`a;reboot`'],
    ['$(id)', '`$(id)`'],
    ['"a\\nb"', '`a\\nb`'],
    ['"\\x1b]0;x"', '`\\x1b]0;x`'],
    ['"a\\u202eb"', '`a\\u{202e}b`'],
    ['..', '`..`'],
    ['""', '``'],
    ['x'.repeat(65), `\`${'x'.repeat(60)}…\``],
  ])('device %s', (name, shown) => {
    expect(problems(device(name))).toEqual([`E0709 4:3 invalid device name ${shown}`]);
  });

  test.each([
    ['"-oProxyCommand=x"', '`-oProxyCommand=x`'],
    ['a;reboot', '`a;reboot`'],
    ['$(id)', '`$(id)`'],
    ['"a\\nb"', '`a\\nb`'],
    ['"10.0.0.1:99999"', '`10.0.0.1:99999`'],
    ['"10.0.0.1:0"', '`10.0.0.1:0`'],
    ['"[::1"', '`[::1`'],
    ['a b', '`a b`'],
    ['user@host', '`user@host`'],
  ])('host %s', (host, shown) => {
    const text = `cutover: 1\ndevices:\n  a: { user: root, address: ${host} }\n`;
    expect(problems(text)).toEqual([`E0710 3:29 invalid host name ${shown}`]);
  });

  test('user', () => {
    const text = 'cutover: 1\ndevices:\n  a: { user: -oX=y, address: h }\n';
    expect(problems(text)).toEqual(['E0712 3:14 invalid user name `-oX=y`']);
  });
});

describe('F10: what contradicts itself is named', () => {
  test('a device twice, by name', () => {
    expect(
      problems('cutover: 1\ndevices:\n  a: { transport: local }\n  a: { transport: local }\n'),
    ).toEqual(['E0704 4:3 `a` is given twice']);
  });

  test('a device twice, by address', () => {
    const text =
      'cutover: 1\ndefaults: { user: root }\ndevices:\n  a: { address: H.example }\n  b: { address: "h.example:22" }\n';
    expect(problems(text)).toEqual(['E0713 5:3 `b` and `a` are the same device']);
  });

  test('two local devices in one folder', () => {
    const text = 'cutover: 1\ndefaults: { transport: local }\ndevices:\n  a: {}\n  b: {}\n';
    expect(problems(text)).toEqual(['E0713 5:3 `b` and `a` are the same device']);
  });

  test('an unknown group gets the nearest one; an empty group', () => {
    const text = `${device('a', ', groups: [coer]')}groups: { core: {} }\n`;
    expect(problems(text)).toEqual([
      'E0715 5:11 group `core` is empty',
      'E0714 4:3 device `a` is in an unknown group `coer`',
    ]);
    expect(parse(text).diagnostics[1]?.hint).toBe('did you mean `core`?');
  });

  const twoGroups = (own: string) =>
    `${device('a', `, groups: [g, h]${own}`)}groups:\n  g: { params: { p: 1, q: x } }\n  h: { params: { p: 2, q: x } }\n`;

  test('a device in two groups that contradict each other: both values are shown', () => {
    const { diagnostics } = parse(twoGroups(''));
    expect(problems(twoGroups(''))).toEqual(['E0716 4:3 device `a` gets two values for `p`']);
    expect(diagnostics[0]?.labels.map((label) => label.text)).toEqual([
      '',
      'from group `g`',
      'from group `h`',
    ]);
  });

  test('its own value settles it', () => {
    expect(problems(twoGroups(', params: { p: 3 }'))).toEqual([]);
  });

  test('a link to an unknown device, to itself, of one', () => {
    const text = `${device('msc-01')}links: [[msc-01, msc-10], [msc-01, msc-01], [msc-01]]\n`;
    expect(problems(text)).toEqual([
      'E0717 5:18 link to an unknown device `msc-10`',
      'E0717 5:36 `msc-01` is linked with itself',
      'E0717 5:45 a link joins two devices or more',
    ]);
  });
});

describe('other mistakes', () => {
  test('a misspelt key gets the nearest one', () => {
    const { diagnostics } = parse('cutover: 1\ndevcies: {}\ndevices: {}\n');
    expect(diagnostics[0]).toMatchObject({ code: 'E0706', hint: 'did you mean `devices`?' });
  });

  test('an empty file, a text, another version', () => {
    expect(problems('')).toEqual([
      'E0708 1:1 the inventory has no `cutover`',
      'E0708 1:1 the inventory has no `devices`',
    ]);
    expect(problems('hello')[0]).toBe(
      'E0707 1:1 an inventory must be a mapping (`key: value` lines)',
    );
    expect(problems('cutover: 2\ndevices: {}\n')).toEqual([
      'E0712 1:10 this inventory is of version `2`; this tool reads 1',
    ]);
  });

  test('an SSH device needs address and user', () => {
    expect(problems('cutover: 1\ndevices:\n  a: {}\n')).toEqual([
      'E0708 3:3 device `a` has no `address`',
      'E0708 3:3 device `a` has no `user`',
    ]);
  });

  test('a password in a server’s URL is refused, and not shown', () => {
    const found = problems(`${device('a')}servers: [{ url: "ftp://u:geheim@h/x" }]\n`);
    expect(found).toEqual(['E0711 5:18 invalid server URL `ftp://***@h/x`']);
  });

  test.each([
    'http://h/',
    'ftp://',
    'ftp://h/a b',
    'ftp://h/x?y',
    'ftp://-h/',
    'no sense',
    './folder',
  ])('the server %s', (url) => {
    expect(problems(`${device('a')}servers: [{ url: "${url}" }]\n`)[0]).toMatch(/^E0711 5:18 /);
  });
});

test('whose releases are trusted: a file beside it, nobody’s signature, or nothing said', () => {
  const trust = (line: string) => parse(`${device('a')}${line}`).inventory?.trust;
  expect(trust('trust: keys/releases.root\n')).toEqual({
    trust: 'root',
    file: '/srv/lab/keys/releases.root',
  });
  expect(trust('trust: none\n')).toEqual({ trust: 'none' });
  expect(trust('')).toBeUndefined();
  expect(problems(`${device('a')}trust: [a]\n`)[0]).toMatch(/^E0707 5:8 /);
});
