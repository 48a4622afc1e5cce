/** `cutover plan`: what would happen, and its hash. Nothing is contacted but the version servers. */
import { planText } from '../planning/text/plan-text.ts';
import { warnOfBroken } from './broken-text.ts';
import { loadPlan } from './load-plan.ts';
import { lookAtKeys } from './look-at-keys.ts';
import type { PlanOptions } from './options.ts';
import { data } from './say.ts';

export async function plan(
  file: string,
  options: PlanOptions & {
    readonly state: string;
    readonly format: 'text' | 'json';
    readonly atOnce: number;
  },
): Promise<number> {
  const loaded = await loadPlan(file, options);
  if (typeof loaded === 'number') return loaded;
  lookAtKeys(loaded);
  warnOfBroken(options.state, Object.keys(loaded.devices));
  data(options.format === 'json' ? JSON.stringify(loaded) : planText(loaded));
  return 0;
}
