/** Codes about plans: units, members, order. */
import type { CodeMap } from './page.ts';

export const planCodes = {} as const satisfies CodeMap;
