/** S13: a password that stands in a URL is shown nowhere: not in a frame, a message, a note, a hint, a file's name. */
import { describe, expect, test } from 'vitest';
import { parseInventory } from '../../../src/inventory/parse.ts';
import type { Diagnostic } from '../../../src/language/diagnostic.ts';
import { hidePasswords, hideUser } from '../../../src/language/passwords.ts';
import { render, renderJson } from '../../../src/language/render/render.ts';
import { makeSource } from '../../../src/language/source.ts';

const canary = 'CaNaRy';

function shownAs(diagnostic: Diagnostic): string {
  return `${render(diagnostic)}\n${renderJson(diagnostic)}`;
}

describe('S13 F40: hidden are', () => {
  test.each([
    [`ftp://user:${canary}@host/dir`, 'ftp://user:***@host/dir'],
    [`ftp://:${canary}@host`, 'ftp://:***@host'],
    [`see ftps://u:${canary}/with@all ${canary}@host, and http://u:${canary}@h`, undefined],
    [`http:\\\\u:${canary}@h`, undefined],
    [
      'ftp://user@host:2121/dir and ops@example.org',
      'ftp://user@host:2121/dir and ops@example.org',
    ],
    ['umg-01: root@10.0.0.1', 'umg-01: root@10.0.0.1'],
  ])('%s', (text, shown) => {
    expect(hidePasswords(text)).not.toContain(canary);
    if (shown !== undefined) expect(hidePasswords(text)).toBe(shown);
  });

  test.each([
    `user:${canary}@host`,
    `ftp:u:${canary}@h`,
    `ftp://u:a/${canary}@h`,
    `ftp://${canary}@h`,
  ])('what is no URL: %s', (text) => {
    expect(hideUser(text)).toMatch(/^(ftp:\/\/)?\*\*\*@h/);
  });
});

describe('S13 F40: an inventory with a password in a URL', () => {
  const long = `${canary}${'x'.repeat(80)}${canary}`;

  test.each([
    ['as the URL', `servers: [{ url: "ftp://user:${canary}@host" }]`],
    ['with what belongs into no URL', `servers: [{ url: "ftp://user:a@b/${canary} c@host" }]`],
    ['so long that it is cut', `servers: [{ url: "ftp://user:${long}@host" }]`],
    ['on a line with another mistake', `servers: [{ url: "ftp://u:${canary}@h", user: "a b" }]`],
    ['as a server', `servers: ["ftp://user:${canary}@host"]`],
    ['as a key', `servers: [{ "ftp://user:${long}@host": x }]`],
    ['twice', `servers: [{ url: "ftp://u:${canary}@h", url: "ftp://u:${canary}@h" }]`],
    ['in what is no YAML', `servers: [{ url: "ftp://u:${canary}@h" ]`],
    ['as a device’s address', `links: [["ftp://user:${canary}@host"]]`],
  ])('%s', (_, line) => {
    const source = makeSource('inventory.yaml', `cutover: 1\ndevices: {}\n${line}\n`);
    const { diagnostics } = parseInventory(source, '/srv');
    expect(diagnostics.length).toBeGreaterThan(0);
    for (const diagnostic of diagnostics) expect(shownAs(diagnostic)).not.toContain(canary);
  });
});

test('S13: all that a diagnostic says', () => {
  const url = `ftp://user:${canary}@host`;
  const text = `a ${url} b`;
  const said = shownAs({
    code: 'E0711',
    message: url,
    source: makeSource(url, text),
    labels: [{ span: { start: text.length - 1, end: text.length }, text: url }],
    notes: [url],
    hint: url,
  });
  expect(said).not.toContain(canary);
  // The mark stands under what it is about all the same.
  expect(said).toContain(`1 │ a ftp://user:***@host b\n  │${' '.repeat(23)}^ ftp`);
});
