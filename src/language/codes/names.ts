/** Codes about names: unknown, given twice, unused. */
import type { CodeMap } from './page.ts';

export const namesCodes = {} as const satisfies CodeMap;
