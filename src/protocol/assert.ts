/** Assertions: they stay on. What fails one is a defect of ours; the process ends and the journal recovers. */
import { Defect } from '../language/defect.ts';

/** Throws a Defect unless `holds`; `law` says what must be so. */
export function assert(holds: boolean, law: string): asserts holds {
  if (!holds) throw new Defect(law);
}

/** The value, which can't be missing. */
export function present<T>(value: T | undefined, law: string): T {
  if (value === undefined) throw new Defect(law);
  return value;
}
