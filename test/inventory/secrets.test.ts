import { chmod, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSecrets, readSecret } from '../../src/inventory/secrets.ts';

let base: string;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'cutover-secrets-'));
});

afterAll(async () => {
  await rm(base, { recursive: true, force: true });
});

let count = 0;

async function fileWith(
  text: string | Uint8Array,
  mode = 0o600,
): Promise<{ store: 'file'; path: string }> {
  const path = join(base, `secrets-${String(++count)}.yaml`);
  await writeFile(path, text);
  await chmod(path, mode);
  return { store: 'file', path };
}

test('a secret by its name, to the character', async () => {
  const store = await fileWith(`ftp: geheim\ndb: ' a "b" $(id) \\ ä'\nnumber: 0042\n`);
  expect(await readSecret(store, 'ftp')).toBe('geheim');
  expect(await readSecret(store, 'db')).toBe(' a "b" $(id) \\ ä');
  expect(await readSecret(store, 'number')).toBe('0042');
});

test('one that isn’t there is a fault with its name and the file’s', async () => {
  const store = await fileWith('ftp: geheim\n');
  const found = await readSecret(store, 'fpt');
  expect(found).toMatchObject({ code: 'no-secret', message: 'there is no secret `fpt`' });
  expect(await readSecret(store, 'constructor')).toMatchObject({ code: 'no-secret' });
  expect(await readSecret(store, '__proto__')).toMatchObject({ code: 'no-secret' });
});

test.each([0o640, 0o604, 0o660, 0o602, 0o644])('a file of mode %o is refused', async (mode) => {
  const found = await readSecret(await fileWith('ftp: geheim\n', mode), 'ftp');
  expect(found).toMatchObject({ code: 'secrets-open' });
  expect(JSON.stringify(found)).toContain(mode.toString(8).padStart(4, '0'));
});

test('a link to a file that others can read is refused: what counts is what is opened', async () => {
  const { path } = await fileWith('ftp: geheim\n', 0o644);
  const link = join(base, 'link.yaml');
  await symlink(path, link);
  expect(await readSecret({ store: 'file', path: link }, 'ftp')).toMatchObject({
    code: 'secrets-open',
  });
});

test('no file, a folder, a device', async () => {
  const missing = { store: 'file', path: join(base, 'nothing.yaml') } as const;
  expect(await readSecret(missing, 'ftp')).toMatchObject({ code: 'secrets-unreadable' });
  await chmod(base, 0o700);
  expect(await readSecret({ store: 'file', path: base }, 'x')).toMatchObject({
    code: 'secrets-unreadable',
  });
});

test.each([
  ['not YAML', 'ftp: "geheim\n', 2],
  ['a list', '- geheim\n', 1],
  ['nested', 'ok: x\nftp: { a: geheim }\n', 2],
  ['twice', 'ftp: geheim\nftp: geheim\n', 2],
  ['an alias', 'a: &x geheim\nb: *x\n', 1],
  ['empty', 'ok: x\nftp:\n', 2],
  ['of two lines', 'ftp: "geheim\\nx"\n', 1],
])(
  'S13: a file that is %s is refused with its line, and nothing of its text',
  async (_what, text, line) => {
    const found = await readSecret(await fileWith(text), 'ftp');
    expect(found).toMatchObject({ code: 'secrets-unreadable' });
    expect(JSON.stringify(found)).toContain(`line ${String(line)} `);
    expect(JSON.stringify(found)).not.toContain('geheim');
  },
);

test('from the environment, under the prefix', async () => {
  process.env['CUTOVER_TEST_DB_PASSWORD'] = 'geheim';
  const secrets = await openSecrets({ store: 'environment', prefix: 'CUTOVER_TEST_' });
  delete process.env['CUTOVER_TEST_DB_PASSWORD'];
  expect(typeof secrets).toBe('function');
  process.env['CUTOVER_TEST_DB_PASSWORD'] = 'geheim';
  expect(typeof secrets === 'function' && secrets('db-password')).toBe('geheim');
  delete process.env['CUTOVER_TEST_DB_PASSWORD'];
  expect(typeof secrets === 'function' && secrets('db-password')).toMatchObject({
    code: 'no-secret',
    hint: 'set the variable CUTOVER_TEST_DB_PASSWORD',
  });
});

test('without a store', async () => {
  expect(await readSecret({ store: 'none' }, 'x')).toMatchObject({ code: 'no-secret' });
});
