/** What the surface finds wrong: where, and what. Its words and its page are the language's. */
import type { LookalikeKind } from './tokens.ts';

/** Half-open range of UTF-16 offsets. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export type Wrong = Range &
  (
    | { readonly wrong: LookalikeKind; readonly image: string }
    /** A brace or bracket that is never closed. `at` is where it should have been. */
    | { readonly wrong: 'never-closed'; readonly image: string; readonly at: Range }
    /** A closing one that closes nothing; `open` is what it meets instead, if anything. */
    | { readonly wrong: 'closes-nothing'; readonly image: string; readonly open?: Range }
    /** A line that ought to open a block: the lines below stand deeper. */
    | { readonly wrong: 'not-opened'; readonly image: string; readonly below: Range }
    | { readonly wrong: 'too-deep'; readonly image: string }
    | Unexpected
  );

/** The parser met a token that can't stand there. */
export interface Unexpected {
  readonly wrong: 'unexpected';
  /** The token met; empty at the file's end. */
  readonly image: string;
  /** Names of token types that could stand there; `item`: whatever begins an item. */
  readonly expected: readonly string[];
  /** The words of the same item before it, latest first: one may be a misspelt one. */
  readonly before: readonly (Range & { readonly image: string })[];
}
