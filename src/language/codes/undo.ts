/** Codes about the way back. */
import type { CodeMap } from './page.ts';

export const undoCodes = {} as const satisfies CodeMap;
