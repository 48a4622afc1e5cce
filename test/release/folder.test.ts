import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadRelease } from '../../src/release/folder.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cutover-folder-'));
  await writeFile(join(folder, 'a.tar'), 'abc');
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function load(packages: string, head = 'cutover: 1\nrelease: core\nversion: 3.0\n') {
  await writeFile(join(folder, 'release.yaml'), `${head}packages:\n${packages}`);
  return await loadRelease(folder);
}

async function problems(...given: Parameters<typeof load>): Promise<readonly string[]> {
  const { release, diagnostics } = await load(...given);
  expect(release).toBeUndefined();
  return diagnostics.map(({ code, message }) => `${code} ${message}`);
}

const PACKAGE = '  - { script: umg, artifact: package, file: a.tar }\n';

test('each package is measured: size, SHA-256, its path on the server', async () => {
  const { release } = await load(PACKAGE);
  expect(release?.name).toBe('core');
  expect(release?.version).toEqual({
    version: '3.0',
    channels: new Map(),
    downgrades: [],
    programs: [],
    packages: [
      {
        script: 'umg',
        artifact: 'package',
        variant: 'any',
        size: 3,
        sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
        path: 'core/3.0/a.tar',
      },
    ],
  });
});

test.each([
  [
    'a file that isn’t there',
    PACKAGE.replace('a.tar', 'b.tar'),
    'E0712 the package `b.tar` can’t be read',
  ],
  [
    'a way out of the folder',
    PACKAGE.replace('a.tar', '../a.tar'),
    'E0712 `file` `../a.tar` is not a path of plain segments',
  ],
  [
    'an absolute path',
    PACKAGE.replace('a.tar', '/etc/passwd'),
    'E0712 `file` `/etc/passwd` is not a path of plain segments',
  ],
  ['a blank in a name', PACKAGE.replace('umg', '"u mg"'), 'E0712 `script` `u mg` is not a name'],
  ['the same twice', PACKAGE + PACKAGE, 'E0712 umg’s `package` for `any` is given twice'],
  [
    'a misspelt key',
    PACKAGE.replace('artifact', 'artefact'),
    'E0706 a package has no key `artefact`',
  ],
  ['nothing at all', '', 'E0708 this release has no `packages`'],
])('%s is refused', async (_what, packages, problem) => {
  expect((await problems(packages))[0]).toBe(problem);
});

test('a bad version, a missing name', async () => {
  const head = 'cutover: 1\nversion: newest\n';
  expect(await problems(PACKAGE, head)).toEqual([
    'E0708 this mapping has no `release`',
    'E0712 `version` `newest` is not a version',
  ]);
});

test('a folder in the place of a package', async () => {
  await mkdir(join(folder, 'sub'));
  expect((await problems(PACKAGE.replace('a.tar', 'sub')))[0]).toBe(
    'E0712 the package `sub` can’t be read',
  );
});

test('no release.yaml', async () => {
  const { diagnostics } = await loadRelease(join(folder, 'nowhere'));
  expect(diagnostics.map(({ code }) => code)).toEqual(['E0701']);
});

test('a package of several chunks has a list of their hashes', async () => {
  const bytes = Buffer.alloc(2_500_000, 'cutover');
  await writeFile(join(folder, 'a.tar'), bytes);
  const { release } = await load(PACKAGE);
  const [found] = release?.version.packages ?? [];
  const list = release?.files.get('core/3.0/a.tar.chunks');
  const hash = (part: Buffer | string) => createHash('sha256').update(part).digest('hex');
  const parts = [0, 1, 2].map((at) => bytes.subarray(at * 1_048_576, (at + 1) * 1_048_576));
  const text = parts.map((part) => `${hash(part)}\n`).join('');
  expect(list).toMatchObject({ text, size: 195, sha256: hash(text) });
  expect(found).toMatchObject({ sha256: hash(bytes), chunks: hash(text) });
});
