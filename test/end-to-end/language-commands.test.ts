/** `check` and `explain` as a newcomer meets them: words, codes, plans whose scripts lie beside them, what isn't there. */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cutover } from './harness/cutover.ts';
import { said } from './harness/expectations.ts';

const project = resolve(import.meta.dirname, '../..');
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-newcomer-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function bring(...names: readonly string[]): void {
  for (const name of names) cpSync(join(project, 'scripts', name), join(folder, name));
}

describe('explain', () => {
  test('C04: a word’s page is the one of the reference', async () => {
    const { code, stdout } = await cutover(folder, ['explain', 'link']);
    expect(code).toBe(0);
    expect(stdout).toContain('link AT to: TO');
    expect(readFileSync(join(project, 'docs/primitives.md'), 'utf8')).toContain(stdout.trim());
  });

  test('F2: an unknown word gets the nearest; what is near nothing, the list', async () => {
    const near = await cutover(folder, ['explain', 'lnik']);
    expect(near.code).toBe(1);
    expect(near.stderr).toMatch(/no word `lnik`\nhint: did you mean `link`\?/);
    const far = await cutover(folder, ['explain', 'acme-flag']);
    expect(far.code).toBe(1);
    expect(far.stderr).toMatch(/hint: words are .*\bunpack\b.*--library/);
  });

  test('C04: a vendor’s own word is explained', async () => {
    const words = join(folder, 'words');
    mkdirSync(words);
    writeFileSync(join(words, 'posix.sh'), 'probe() { false; }\napply() { :; }\n');
    writeFileSync(
      join(words, 'acme-look.cutover'),
      'cutover 1\n\nprimitive acme-look "Looks at `at`." {\n  family check\n  param at: path\n  reads path at\n  takes 5s\n  on posix "posix.sh"\n}\n',
    );
    const ended = await cutover(folder, ['explain', 'acme-look', '--library', 'words']);
    expect(ended.code, said(ended)).toBe(0);
    expect(ended.stdout).toContain('Looks at `at`.');
    const ofFile = await cutover(folder, ['explain', 'words/acme-look.cutover']);
    expect(ofFile.stdout).toBe(ended.stdout);
  });

  test('C06: a file is meant before a word of the same name; codes in small letters, too', async () => {
    bring('sgw.cutover');
    cpSync(join(folder, 'sgw.cutover'), join(folder, 'link'));
    expect((await cutover(folder, ['explain', 'link'])).stdout).toMatch(/^script sgw: /);
    const code = await cutover(folder, ['explain', 'e0312']);
    expect(code.stdout).toMatch(/^E0312: /);
    const none = await cutover(folder, ['explain', 'E0399']);
    expect(none.code).toBe(1);
    expect(none.stderr).toMatch(/there is no code E0399\nhint: there are .*E0312/);
  });

  test('C06: the first screen says what is done, what goes down, what changes and how it goes back', async () => {
    bring('umg.cutover');
    const { stdout } = await cutover(folder, ['explain', 'umg.cutover']);
    const screen = stdout.split('\n').slice(0, 24);
    for (const label of ['does', 'service', 'changes', 'goes back', 'believed', 'below'])
      expect(screen.filter((line) => line.startsWith(`${label} `))).toHaveLength(1);
    const below = /^below +(.*)$/m.exec(screen.join('\n'))?.[1]?.split('; ') ?? [];
    const titles = below.filter((title) => title !== 'phases');
    expect(titles.length).toBeGreaterThan(4);
    for (const title of titles) expect(stdout).toContain(`\n${title}\n${'-'.repeat(title.length)}`);
  });

  test('C06: without the words’ shell text, every command that is told is still there', async () => {
    bring('umg.cutover');
    const whole = (await cutover(folder, ['explain', 'umg.cutover'])).stdout;
    const short = (await cutover(folder, ['explain', 'umg.cutover', '--without-bindings'])).stdout;
    const told = /^ +(told +)?kit_(step|way|mend) .*$/gm;
    expect(whole).toContain('`link` on posix');
    expect(short).not.toContain('`link` on posix');
    expect(short).toContain('Left out, by --without-bindings, of: ');
    expect(short.match(told)?.length).toBeGreaterThan(20);
    expect(short.match(told)).toEqual(whole.split('shell text of the words\n---')[0]?.match(told));
  });

  test('C06: a plan’s scripts are explained', async () => {
    bring('core-3.0.cutover', 'umg.cutover', 'msc-server.cutover', 'sgw.cutover');
    const { code, stdout } = await cutover(folder, ['explain', 'core-3.0.cutover']);
    expect(code).toBe(0);
    expect(stdout.match(/^script [a-z-]+/gm)).toEqual(['script msc-server', 'script umg']);
  });
});

describe('check', () => {
  test('C03: a plan alone finds its scripts in its own folder, and not below it', async () => {
    bring('core-3.0.cutover', 'umg.cutover', 'msc-server.cutover');
    const alone = await cutover(folder, ['check', 'core-3.0.cutover']);
    expect(alone.code, said(alone)).toBe(0);
    expect(alone.stderr).toContain('3 files: 0 errors, 0 warnings');
    mkdirSync(join(folder, 'old'));
    cpSync(join(folder, 'umg.cutover'), join(folder, 'old/umg.cutover'));
    expect((await cutover(folder, ['check', 'core-3.0.cutover'])).code).toBe(0);
    rmSync(join(folder, 'umg.cutover'));
    const without = await cutover(folder, ['check', 'core-3.0.cutover']);
    expect(without.code).toBe(1);
    expect(without.stderr).toMatch(
      /E1007: unknown script `umg`[^]*hint: put its file into the plan/,
    );
  });

  test('C06: the help says where scripts are looked for', async () => {
    for (const command of ['check', 'explain', 'plan', 'run']) {
      const { stdout } = await cutover(folder, [command, '--help']);
      expect(stdout.replace(/\s+/g, ' '), command).toMatch(/its own folder/);
    }
  });

  test('F1: a Node that is too old is told where the new one is', () => {
    const old = `Object.defineProperty(process, 'versions', { value: { node: '20.20.2' } })`;
    const program = resolve(import.meta.dirname, '../../dist/src/cli/main.js');
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--import', `data:text/javascript,${encodeURIComponent(old)}`, program, 'check'],
      { encoding: 'utf8' },
    );
    expect(status).toBe(1);
    expect(stderr).toMatch(/needs Node 22\.18 or newer; this is 20\.20\.2\nhint: .*npm ci/);
    const named = /export PATH="([^:]*):/.exec(stderr)?.[1];
    if (named !== undefined) expect(existsSync(join(named, 'node'))).toBe(true);
  });

  test('F1: what isn’t there is named without a line', async () => {
    const { code, stderr } = await cutover(folder, ['check', 'missing.cutover']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/there is no such file\n ┌─ missing\.cutover\n/);
  });

  test('F1: a folder that holds nothing to check is an error, and YAML is sent elsewhere', async () => {
    for (const command of ['check', 'fmt']) {
      const { code, stderr } = await cutover(folder, [command, '.']);
      expect(code, command).toBe(1);
      expect(stderr, command).toContain('error: there is no file that ends with .cutover in .');
    }
    writeFileSync(join(folder, 'inventory.yaml'), 'cutover: 1\ndevices: {}\n');
    const { stderr: checked } = await cutover(folder, ['check', 'inventory.yaml']);
    expect(checked.match(/^error/gm)).toEqual(['error']);
    expect(checked).toContain('1 file: 1 error, 0 warnings');
    for (const command of ['check', 'fmt', 'explain']) {
      const { code, stderr } = await cutover(folder, [command, 'inventory.yaml']);
      expect(code, command).toBe(1);
      expect(stderr, command).toMatch(/hint: inventory\.yaml looks like YAML: .*cutover plan/);
    }
  });

  test('C03: a plan is named by its file: of a folder none is chosen', async () => {
    bring(
      'core-3.0.cutover',
      'edge-3.0.cutover',
      'umg.cutover',
      'msc-server.cutover',
      'sgw.cutover',
    );
    writeFileSync(
      join(folder, 'inventory.yaml'),
      'cutover: 1\ndevices: { a: { transport: local } }\n',
    );
    const { code, stderr } = await cutover(folder, ['plan', '.', '-i', 'inventory.yaml']);
    expect(code).toBe(1);
    expect(stderr).toContain("error: . is a folder: name the plan's file");
  });

  test('F2: an unknown word that is near none may be a vendor’s', async () => {
    bring('sgw.cutover');
    const script = join(folder, 'sgw.cutover');
    const text = readFileSync(script, 'utf8');
    writeFileSync(script, text.replace('    listening port\n', '    acme-look "/etc/x"\n'));
    const { stderr } = await cutover(folder, ['check', 'sgw.cutover']);
    expect(stderr).toMatch(/unknown word `acme-look`[^]*hint: .*--library FOLDER/);
  });
});
