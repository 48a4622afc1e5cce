/** `cutover plan`: what would happen, and its hash. Nothing is contacted but the version servers. */
import { planText } from '../planning/plan-text.ts';
import { loadPlan } from './load-plan.ts';
import type { PlanOptions } from './run-commands.ts';
import { data, say } from './say.ts';

export async function plan(
  file: string,
  options: PlanOptions & { readonly format: 'text' | 'json' },
): Promise<number> {
  const loaded = await loadPlan(file, options);
  if (typeof loaded === 'number') return loaded;
  for (const warning of loaded.warnings) say(warning);
  data(options.format === 'json' ? JSON.stringify(loaded.plan) : planText(loaded.plan));
  return 0;
}
