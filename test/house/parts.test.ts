/** `npm run check` loses nothing of what its parts say, and fails if one of them does. */
import { expect, test } from 'vitest';
import { runParts, type Part } from './parts.ts';

const part = (name: string, program: string): Part => ({
  name,
  command: [process.execPath, '-e', program],
});

async function ran(atOnce: number, ...parts: readonly Part[]): Promise<readonly [number, string]> {
  const said: string[] = [];
  const code = await runParts(parts, atOnce, (text) => said.push(text));
  return [code, said.join('').replaceAll(/\d+\.\d s/g, 'N s')];
}

const slow = part('slow', 'console.log("a"); setTimeout(() => console.log("b"), 300)');
const quick = part('quick', 'console.error("c")');

test('each part is shown whole, in the order of the parts, with its seconds', async () => {
  const shown = 'a\nb\n== slow: good, N s\nc\n== quick: good, N s\n';
  expect(await ran(2, slow, quick)).toEqual([0, shown]);
  expect(await ran(1, slow, quick)).toEqual([0, shown]);
});

test('the code is that of the first that failed, and the others are run all the same', async () => {
  const [code, said] = await ran(
    2,
    slow,
    part('first', 'process.exitCode = 3'),
    part('second', 'process.exitCode = 4'),
    quick,
  );
  expect(code).toBe(3);
  expect(said).toMatch(/== first: failed with 3, N s\n== second: failed with 4, N s\nc\n== quick/);
});

test('a part that is killed, or is not there, has failed', async () => {
  const killed = part('killed', 'process.kill(process.pid, "SIGKILL")');
  expect(await ran(2, killed)).toEqual([1, '== killed: failed with 1, N s\n']);
  for (const [path, why] of [
    [`${import.meta.filename}.gone`, 'ENOENT'],
    [`${import.meta.filename}/within`, 'ENOTDIR'],
  ] as const) {
    const [code, said] = await ran(2, { name: 'absent', command: [path] });
    expect([code, said]).toEqual([127, expect.stringContaining(why)]);
  }
});
