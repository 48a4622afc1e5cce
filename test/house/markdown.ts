/** The little that the house needs to know of Markdown: links, headings, code blocks. */

export interface CodeBlock {
  /** The line of its first line of code, from 1. */
  readonly line: number;
  readonly tag: string;
  readonly text: string;
}

export function codeBlocksOf(text: string): readonly CodeBlock[] {
  return [...text.matchAll(/^```([^\n]*)\n([\s\S]*?)^```$/gm)].map((found) => ({
    line: text.slice(0, found.index).split('\n').length + 1,
    tag: (found[1] ?? '').trim(),
    text: found[2] ?? '',
  }));
}

/** Targets of links and images, without those of code. */
export function linksOf(text: string): readonly string[] {
  return [...withoutCode(text).matchAll(/\]\(([^()\s]+)\)/g)].map((found) => found[1] ?? '');
}

/** As GitHub makes them from headings. */
export function anchorsOf(text: string): readonly string[] {
  return [...withoutCode(text, false).matchAll(/^#+ (.+)$/gm)].map((found) =>
    (found[1] ?? '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Documents that a code span names: `README.md`. */
export function documentsNamedIn(text: string): readonly string[] {
  return [...text.matchAll(/\b(?:docs\/)?[\w/-]*\w\.md\b/g)].map((found) => found[0]);
}

function withoutCode(text: string, spans = true): string {
  const outside = text.replaceAll(/^```[^\n]*\n[\s\S]*?^```$/gm, '');
  return spans ? outside.replaceAll(/`[^`\n]*`/g, '') : outside;
}
