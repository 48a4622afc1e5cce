/** E01xx: the surface: words, values and blocks as they are written. */
import type { CodeMap } from './page.ts';

export const syntaxCodes = {} as const satisfies CodeMap;
