/** What others can see of a process is seen by the checker too. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import type { Capture } from './evidence.ts';
import { captureProcesses } from './processes.ts';

const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

async function start(): Promise<number> {
  const code = 'process.stdout.write("up"); setInterval(() => undefined, 1000)';
  const args = ['-e', code, 'in-an-argument'];
  const child = spawn(process.execPath, args, { env: { PLACE: 'in-an-environment' } });
  children.push(child);
  await once(child.stdout, 'data');
  return child.pid ?? 0;
}

function seen(captures: readonly Capture[], text: string): readonly string[] {
  return captures
    .filter(({ bytes }) => Buffer.from(bytes).includes(text))
    .map(({ kind, name }) => `${kind} ${name}`);
}

describe('processes', () => {
  test('arguments and environments are seen, but not of whom is excepted', async () => {
    const pid = await start();
    const captures = captureProcesses();
    expect(seen(captures, 'in-an-argument')).toEqual([`arguments of process ${pid}`]);
    expect(seen(captures, 'in-an-environment')).toEqual([`environment of process ${pid}`]);
    expect(seen(captureProcesses([pid]), 'in-an-environment')).toEqual([]);
  });
});
