/** `cutover run` and `cutover download`. */
import { operatorName } from '../runtime/ids.ts';
import { converse } from './converse.ts';
import { loadPlan } from './load-plan.ts';
import type { RunOptions } from './run-commands.ts';
import { say } from './say.ts';

export async function runPlan(
  what: 'run' | 'download',
  file: string,
  options: RunOptions,
): Promise<number> {
  const loaded = await loadPlan(file, options);
  if (typeof loaded === 'number') return loaded;
  for (const warning of loaded.warnings) say(warning);
  const operator = operatorName();
  if (what === 'download')
    return converse(options, { do: 'download', plan: loaded.plan, operator });
  return converse(options, { do: 'run', plan: loaded.plan, operator, atOnce: options.atOnce });
}
