/** Whether a diagnostic stands in the way of a run; warnings don't. */
import { pageOf } from './codes/index.ts';
import type { Diagnostic } from './diagnostic.ts';

export function isError({ code }: Diagnostic): boolean {
  return pageOf(code).severity === 'error';
}
