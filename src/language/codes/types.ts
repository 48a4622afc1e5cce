/** Codes about values and their types. */
import type { CodeMap } from './page.ts';

export const typesCodes = {} as const satisfies CodeMap;
