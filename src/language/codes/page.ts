/** What the registry holds of a code. `CodeMap` is one area's part of it. */
export interface CodePage {
  readonly severity: 'error' | 'warning';
  /** A few words, for the index. */
  readonly title: string;
  /** Why the rule is there, and what to do; plain sentences, a blank line between paragraphs. */
  readonly page: string;
}

export type CodeMap = Readonly<Record<string, CodePage>>;
