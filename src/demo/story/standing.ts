/** How an act left its devices, seen from outside: what their services answer, what their folders hold. */
import { join } from 'node:path';
import type { DemoDevice } from '../device.ts';
import { fingerprintOf } from '../fingerprint.ts';
import type { TreeFingerprint } from '../fingerprint.ts';

export interface Standing {
  readonly device: string;
  /** `ok 2.0`, or `no answer`. */
  readonly service: string;
  /** Of everything but logs, the process's pid and the kit's own folder. */
  readonly tree: TreeFingerprint;
}

export function standingsOf(devices: readonly DemoDevice[]): Promise<readonly Standing[]> {
  return Promise.all(devices.map(standingOf));
}

async function standingOf({ name, layout, servicePort }: DemoDevice): Promise<Standing> {
  const without = [join(layout.root, 'log'), join(layout.folder, 'run'), layout.home];
  const service = await answerOf(servicePort);
  return { device: name, service, tree: fingerprintOf(layout.folder, without) };
}

async function answerOf(port: number): Promise<string> {
  try {
    const answer = await fetch(`http://127.0.0.1:${String(port)}/health`);
    return (await answer.text()).trim();
  } catch {
    return 'no answer';
  }
}

export function isSame(before: readonly Standing[], after: readonly Standing[]): boolean {
  return before.every(
    ({ service, tree }, index) =>
      after[index]?.tree.hash === tree.hash && after[index].service === service,
  );
}
