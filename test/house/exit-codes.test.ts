/** The operator's guide lists each exit code, and no other. */
import { describe, expect, test } from 'vitest';
import { EXIT } from '../../src/runtime/exit-code.ts';
import { textOf } from './tree.ts';

describe('exit codes', () => {
  test('the guide has all of them', () => {
    const listed = [...textOf('docs/guides/operator.md').matchAll(/^\| (\d+) \|/gm)];
    const codes = listed.map(([, code]) => Number(code));
    expect(codes).toEqual(Object.values<number>(EXIT).sort((one, other) => one - other));
  });
});
