/** E00xx: the file itself: its size, its encoding, its characters. */
import type { CodeMap } from './page.ts';

export const sourceCodes = {} as const satisfies CodeMap;
