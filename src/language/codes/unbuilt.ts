/** Words of the language whose working isn't built yet: an error each, never ignored. */
import type { CodeMap } from './page.ts';

export const unbuiltCodes = {} as const satisfies CodeMap;
