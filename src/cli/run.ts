/** `cutover run` and `cutover download`. */
import { operatorName } from '../runtime/ids.ts';
import { warnOfBroken } from './broken-text.ts';
import { converse } from './converse.ts';
import { loadPlan } from './load-plan.ts';
import type { RunOptions } from './options.ts';
import { say } from './say.ts';

export async function runPlan(
  what: 'run' | 'download',
  file: string,
  options: RunOptions,
): Promise<number> {
  say(`reading ${file}, its scripts and its release`);
  const loaded = await loadPlan(file, options);
  if (typeof loaded === 'number') return loaded;
  warnOfBroken(options.state, Object.keys(loaded.devices));
  const operator = operatorName();
  if (what === 'download') return converse(options, { do: 'download', plan: loaded, operator });
  const { atOnce, lease } = options;
  return converse(options, { do: 'run', plan: loaded, operator, atOnce, leaseS: lease });
}
