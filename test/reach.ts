/**
 * How far a sweep goes. The project `sweeps` takes the whole of it, `pure` a sample that is always the same
 * (`vitest.config.ts`), so that what must be green before a commit takes less than a minute.
 */
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    readonly reach: 'sample' | 'whole';
  }
}

export function reach<T>(sample: T, whole: T): T {
  return inject('reach') === 'whole' ? whole : sample;
}
