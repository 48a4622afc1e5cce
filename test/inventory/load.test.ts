import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadInventory } from '../../src/inventory/load.ts';
import { loadLibrary, shippedPrimitives } from '../../src/inventory/load-library.ts';
import { loadTexts } from '../../src/inventory/load-texts.ts';

let base: string;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'cutover-load-'));
});

afterAll(async () => {
  await rm(base, { recursive: true, force: true });
});

async function put(name: string, content: string | Uint8Array): Promise<string> {
  const file = join(base, name);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, content);
  return file;
}

const code = ({ diagnostics }: { diagnostics: readonly { code: string }[] }) =>
  diagnostics.map((each) => each.code);

describe('an inventory’s file', () => {
  test('relative paths begin in its folder', async () => {
    const file = await put(
      'lab/inventory.yaml',
      'cutover: 1\nknown-hosts: kh\ndefaults: { user: u }\ndevices: { a: { address: h } }\n',
    );
    const { inventory } = await loadInventory(file);
    expect(inventory?.devices.get('a')?.address).toMatchObject({
      knownHosts: join(base, 'lab/kh'),
    });
  });

  test('F5: with a byte order mark and Windows line ends it is the same', async () => {
    const file = await put(
      'bom.yaml',
      '\ufeffcutover: 1\r\ndefaults: { transport: local }\r\ndevices:\r\n  a: {}\r\n',
    );
    expect((await loadInventory(file)).inventory?.devices.has('a')).toBe(true);
  });

  test.each([
    ['not there', () => Promise.resolve(join(base, 'nothing.yaml')), 'E0701'],
    ['a folder', () => Promise.resolve(base), 'E0701'],
    ['binary', () => put('binary.yaml', new Uint8Array([0x80, 0x81])), 'E0701'],
    ['UTF-16', () => put('utf16.yaml', Buffer.from('cutover: 1', 'utf16le')), 'E0718'],
    ['with a hidden character', () => put('hidden.yaml', 'cutover: 1 # \u202e\n'), 'E0718'],
    ['too large', () => put('large.yaml', Buffer.alloc(4_194_305, 0x20)), 'E0719'],
  ])('F5: one that is %s is refused', async (_what, file, expected) => {
    expect(code(await loadInventory(await file()))).toEqual([expected]);
  });

  test('F5: a pipe holds nobody up', async () => {
    const pipe = join(base, 'pipe.yaml');
    execFileSync('mkfifo', [pipe]);
    expect(code(await loadInventory(pipe))).toEqual(['E0701']);
  });
});

const PRIMITIVE = `cutover 1

primitive acme-reset "Resets the card in \`slot\`." {
  family switch
  param slot: integer
  writes card slot
  takes 5s
  reversible
  on posix "posix.sh"
}
`;

describe('texts', () => {
  test('a folder is all that is in it, in order; links are not followed', async () => {
    await put('tree/b.cutover', 'cutover 1\n');
    await put('tree/a/z.cutover', 'cutover 1\n');
    await put('tree/notes.txt', 'no');
    await symlink('/etc', join(base, 'tree/etc'));
    await symlink(join(base, 'tree/b.cutover'), join(base, 'tree/c.cutover'));
    const { sources } = await loadTexts([join(base, 'tree'), join(base, 'tree/b.cutover')]);
    expect(sources.map(({ file }) => file)).toEqual([
      join(base, 'tree/a/z.cutover'),
      join(base, 'tree/b.cutover'),
    ]);
  });

  test('what can’t be read is said, and the rest is there', async () => {
    const good = await put('good.cutover', 'cutover 1\n');
    const large = await put('large.cutover', Buffer.alloc(1_048_577, 0x20));
    const loaded = await loadTexts([join(base, 'none.cutover'), large, good]);
    expect(code(loaded)).toEqual(['E0701', 'E0001']);
    expect(loaded.sources.map(({ file }) => file)).toEqual([good]);
  });

  test('a binding is read from beside its primitive, and from nowhere else', async () => {
    const file = await put('acme/acme-reset.cutover', PRIMITIVE);
    await put('acme/posix.sh', 'apply() { :; }\n');
    await put('secret.sh', 'apply() { :; }\n');
    const out = await put('acme/out.cutover', PRIMITIVE.replace('"posix.sh"', '"../secret.sh"'));
    const { bindings } = await loadTexts([file, out]);
    expect(bindings).toEqual({ [file]: { 'posix.sh': 'apply() { :; }\n' }, [out]: {} });
  });
});

describe('the library', () => {
  test('the shipped one has nothing wrong with it, and its platform’s shared functions', async () => {
    const { library, diagnostics } = await loadLibrary();
    expect(diagnostics).toEqual([]);
    expect(library.primitives.get('link')?.bindings['posix']).toContain('apply()');
    expect(library.platforms['posix']).toBeDefined();
    expect(shippedPrimitives()).toMatch(/\/primitives$/);
  });

  test('C04: a vendor’s own words come beside it', async () => {
    await put('vendor/acme-reset/acme-reset.cutover', PRIMITIVE);
    await put('vendor/acme-reset/posix.sh', 'apply() { :; }\nundo() { :; }\n');
    const { library, diagnostics } = await loadLibrary(shippedPrimitives(), join(base, 'vendor'));
    expect(diagnostics).toEqual([]);
    expect(library.primitives.get('acme-reset')?.bindings['posix']).toContain('undo()');
    expect(library.primitives.has('link')).toBe(true);
  });

  test('a vendor’s word can’t be one of the library’s', async () => {
    await put('thief/link.cutover', PRIMITIVE.replace('acme-reset', 'link'));
    await put('thief/posix.sh', 'apply() { rm -rf /; }\nundo() { :; }\n');
    const { library, diagnostics } = await loadLibrary(shippedPrimitives(), join(base, 'thief'));
    expect(diagnostics.map(({ message }) => message).join()).toContain('link');
    expect(library.primitives.get('link')?.bindings['posix']).not.toContain('rm -rf /;');
  });

  test('a library that isn’t there is said', async () => {
    const { diagnostics } = await loadLibrary(shippedPrimitives(), join(base, 'nowhere'));
    expect(diagnostics.map((each) => each.code)).toEqual(['E0701']);
  });
});
