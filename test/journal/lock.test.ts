import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { lockHolder, lockStateFolder } from '../../src/journal/lock.ts';
import { faultOf, newFolder } from './places.ts';

const lockModule = pathToFileURL(join(import.meta.dirname, '../../src/journal/lock.ts')).href;

/** A process of its own that takes the lock, keeps nothing that reaches it, has its garbage collected, and stays. */
async function holder(folder: string): Promise<ChildProcess> {
  const program = `
    const { lockStateFolder } = await import(${JSON.stringify(lockModule)});
    lockStateFolder(${JSON.stringify(folder)});
    gc();
    process.stdout.write('locked');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--expose-gc', '--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child;
}

it('F30: one controller per state folder; the second hears who has it', async () => {
  const folder = newFolder();
  const child = await holder(folder);
  const fault = await faultOf(() => lockStateFolder(folder));
  expect(fault.code).toBe('controller-running');
  expect(fault.message).toContain(`pid ${String(child.pid)} on `);
  expect(lockHolder(folder)?.pid).toBe(child.pid);
});

it('F35: kill -9 leaves no lock behind', async () => {
  const folder = newFolder();
  const child = await holder(folder);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const lock = lockStateFolder(folder);
  expect(lockHolder(folder)?.pid).toBe(process.pid);
  lock.release();
});

it('is free again after release, also for the same process', async () => {
  const folder = newFolder();
  const lock = lockStateFolder(folder);
  expect((await faultOf(() => lockStateFolder(folder))).code).toBe('controller-running');
  lock.release();
  lock.release();
  lockStateFolder(folder).release();
});

it('does not trust what stands in controller.json', () => {
  const folder = newFolder();
  lockStateFolder(folder).release();
  writeFileSync(join(folder, 'controller.json'), '{"pid":"no"');
  expect(lockHolder(folder)).toBeUndefined();
  lockStateFolder(folder).release();
});
