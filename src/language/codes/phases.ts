/** Codes about phases and families: which word may stand where. */
import type { CodeMap } from './page.ts';

export const phasesCodes = {} as const satisfies CodeMap;
