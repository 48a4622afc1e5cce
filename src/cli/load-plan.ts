/** A plan's file, the scripts beside it, the inventory and the release, joined into the exact plan. */
import { createHash } from 'node:crypto';
import type { CheckedPlan } from '../language/checked.ts';
import type { PlanInputs } from '../planning/inputs.ts';
import { resolvePlan } from '../planning/resolve.ts';
import type { ResolvedPlan } from '../planning/resolved.ts';
import { EXIT } from '../runtime/exit-code.ts';
import { sayDiagnostics } from './diagnostics.ts';
import { loadedInventory } from './load-inventory.ts';
import { loadScripts, type Loaded } from './load-scripts.ts';
import { releaseOf } from './plan-release.ts';
import type { PlanOptions } from './options.ts';
import { say } from './say.ts';

/** The exit code, where something is wrong; what, has been said. */
export async function loadPlan(
  file: string,
  options: PlanOptions & { readonly atOnce?: number },
): Promise<ResolvedPlan | number> {
  // Everything that is wrong in texts is said in one go, before anything is contacted.
  const loaded = await loadScripts([file], options.library);
  const inventory = await loadedInventory(options.inventory);
  const errors = sayDiagnostics(loaded.diagnostics);
  const plan = planIn(loaded, file, errors);
  if (errors > 0 || inventory === undefined || plan === undefined) return EXIT.wrongInput;
  const release = await releaseOf(plan, inventory, options.state);
  if (typeof release === 'number') return release;
  return resolve(loaded, { plan, inventory, ...release, atOnce: options.atOnce ?? 0 });
}

type Parts = Pick<PlanInputs, 'plan' | 'inventory' | 'release' | 'hasSecret' | 'atOnce'>;

function resolve(loaded: Loaded, parts: Parts): ResolvedPlan | number {
  const source = loaded.sources.find((each) => each.file === parts.plan.file);
  if (source === undefined) throw new Error('the plan has lost its source');
  const { scripts, library } = loaded;
  const { plan, problems } = resolvePlan({ ...parts, source, scripts, library, hash });
  sayDiagnostics(problems);
  return plan ?? EXIT.wrongInput;
}

/** What is wrong with the plan itself has been said; that there is none, or several, has not. */
function planIn({ plans, sources }: Loaded, file: string, errors: number): CheckedPlan | undefined {
  const found = plans.filter((plan) => plan.file === file);
  if (found.length === 1 || errors > 0) return found[0];
  const isFolder = sources.length > 0 && sources[0]?.file !== file;
  if (isFolder) say(`error: ${file} is a folder: name the plan's file`);
  else say(`error: ${file} holds ${found.length === 0 ? 'no plan' : 'several plans'}`);
  return undefined;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
