/** The rules that tools hold are themselves held to something: arrows have reasons, pure folders are kept pure. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, test } from 'vitest';
import { root } from './tree.ts';

interface Arrows {
  readonly forbidden: readonly { readonly name: string; readonly comment: string }[];
}

const load = createRequire(join(root, 'package.json'));
const { forbidden } = load('./.dependency-cruiser.cjs') as Arrows;

/** Without types, so that a text can be judged that is in no file. */
const linter = new ESLint({ cwd: root, overrideConfig: [tseslint.configs.disableTypeChecked] });

async function findings(path: string, text: string): Promise<readonly (string | null)[]> {
  const [result] = await linter.lintText(text, { filePath: join(root, path) });
  return [...new Set(result?.messages.map(({ ruleId }) => ruleId) ?? [])];
}

const impure: readonly (readonly [string, string])[] = [
  ["import { sep } from 'node:path';\nexport const a = sep;\n", 'no-restricted-imports'],
  ['export const a = Date.now();\n', 'no-restricted-globals'],
  ['export const a = new Date(0);\n', 'no-restricted-globals'],
  ['export const a = Math.random();\n', 'no-restricted-properties'],
  ['export const a = async (): Promise<number> => 1;\n', 'no-restricted-syntax'],
  ['export type A = Promise<number>;\n', 'no-restricted-syntax'],
  ['export const a = Promise.resolve(1);\n', 'no-restricted-globals'],
  ["export const a = process.env['A'];\n", 'no-restricted-globals'],
];

const unwanted: readonly (readonly [string, string])[] = [
  ['export default 1;\n', 'no-restricted-syntax'],
  ['export enum A {\n  B,\n}\n', 'no-restricted-syntax'],
  ['export const a = (b: any) => b;\n', '@typescript-eslint/no-explicit-any'],
  ["console.log('a');\n", 'no-console'],
  ['// x\n'.repeat(301), 'max-lines'],
  [`export function a() {\n${'  b();\n'.repeat(60)}}\n`, 'max-lines-per-function'],
];

describe('rules', () => {
  test('each arrow has a name of its own and a sentence that says why', () => {
    expect(new Set(forbidden.map(({ name }) => name)).size).toBe(forbidden.length);
    const mute = forbidden.filter(
      ({ comment }) => comment.split(' ').length < 8 || !comment.endsWith('.'),
    );
    expect(mute).toEqual([]);
  });

  test.each(['grammar', 'src/language', 'src/compiler', 'src/protocol', 'src/planning'])(
    '%s is kept pure',
    async (folder) => {
      for (const [text, rule] of impure)
        expect(await findings(`${folder}/a.ts`, text)).toContain(rule);
      expect(await findings(`${folder}/a.ts`, 'export const a = 1;\n')).toEqual([]);
    },
  );

  test('elsewhere the world may be touched', async () => {
    for (const [text] of impure) expect(await findings('src/runtime/a.ts', text)).toEqual([]);
  });

  test('what nobody wants is found everywhere', async () => {
    for (const [text, rule] of unwanted)
      expect(await findings('src/runtime/a.ts', text)).toContain(rule);
  });
});
