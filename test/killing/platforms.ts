/** What the agent is tried in: dash with the system's own tools, and the static busybox with nothing beside it but what it lacks. */
import { execFileSync } from 'node:child_process';
import { pathWith } from '../device/kit/busybox-only.ts';
import type { Platform } from './terminal.ts';
import { whyNoTracer } from './tracer.ts';

const where = (name: string): string =>
  execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();

/** Where nothing can be traced, only their names: what is skipped has one. */
export function platforms(): readonly Platform[] {
  if (whyNoTracer() !== undefined)
    return ['dash', 'busybox alone'].map((name) => ({ name, shell: '', path: '' }));
  const tools = ['curl', 'ssh-keygen'].map(where);
  const { PATH: path = '' } = pathWith('killing', ['wget'], tools);
  return [
    { name: 'dash', shell: where('dash'), path: '/usr/bin:/bin' },
    { name: 'busybox alone', shell: where('busybox'), path },
  ];
}
