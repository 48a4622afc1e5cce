/** What anybody on this machine can see of its processes: arguments, and of our own the environments. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Capture } from './evidence.ts';

/** Looks once; `except` are processes that may know a secret (the harness, whoever it told). */
export function captureProcesses(except: readonly number[] = []): readonly Capture[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => Number(pid) !== process.pid && !except.includes(Number(pid)))
    .flatMap((pid) => [
      ...captureFile('arguments', pid, 'cmdline'),
      ...captureFile('environment', pid, 'environ'),
    ]);
}

/** A process that is gone, or another user's, shows nothing. */
function captureFile(kind: Capture['kind'], pid: string, file: string): readonly Capture[] {
  try {
    return [{ kind, name: `of process ${pid}`, bytes: readFileSync(`/proc/${pid}/${file}`) }];
  } catch {
    return [];
  }
}
