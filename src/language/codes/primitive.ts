/** Codes about declarations of primitives. */
import type { CodeMap } from './page.ts';

export const primitiveCodes = {} as const satisfies CodeMap;
