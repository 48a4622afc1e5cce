/** What becomes of promises that nobody holds, in a process of its own. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const module = new URL('../../src/release/rejections.ts', import.meta.url).href;

/** The exit code of a process in which this is rejected while a session is open. */
function exitOf(reason: string, before = ''): number | null {
  const program = `
    import { guardRejections } from ${JSON.stringify(module)};
    const leave = guardRejections();
    ${before}
    Promise.reject(${reason});
    setTimeout(() => process.exit(0), 50);
  `;
  return spawnSync(process.execPath, ['--input-type=module', '-e', program]).status;
}

test('a broken connection that the FTP library forgot does not end the process', () => {
  expect(exitOf(`Object.assign(new Error('reset'), { code: 'ECONNRESET' })`)).toBe(0);
});

test('any other forgotten rejection is a defect, and ends it', () => {
  expect(exitOf(`new Error('ours')`)).not.toBe(0);
  expect(exitOf(`'no error at all'`)).not.toBe(0);
});

test('right after a session it still holds', () => {
  expect(exitOf(`Object.assign(new Error('reset'), { code: 'EPIPE' })`, 'leave();')).toBe(0);
});
