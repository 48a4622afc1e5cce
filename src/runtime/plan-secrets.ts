/** The store of secrets that a plan names, opened once for a run. */
import { openSecrets, type Secrets } from '../inventory/secrets.ts';
import type { OrFault } from '../protocol/fault.ts';
import type { ResolvedPlan } from '../planning/resolved.ts';

export async function secretsOf(plan: ResolvedPlan): Promise<OrFault<Secrets>> {
  const secrets = await openSecrets(plan.secrets);
  return typeof secrets === 'function' ? secrets : { fault: secrets };
}

/** For a recovery, which must go on without them: asking for one gives the fault. */
export async function secretsOrFaults(plan: ResolvedPlan): Promise<Secrets> {
  const secrets = await openSecrets(plan.secrets);
  return typeof secrets === 'function' ? secrets : () => secrets;
}
