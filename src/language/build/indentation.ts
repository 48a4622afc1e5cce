/** The lines of a long text without what indents them all. */

/** A piece of the text and where it stands in what was given. */
export interface Piece {
  readonly text: string;
  readonly at: number;
}

/** What stands before the first line end is no line; each line but the last comes with its line end. */
export function stripIndentation(raw: string): readonly Piece[] {
  const lines = linesOf(raw);
  const last = lines.at(-1);
  // The closing line counts although nothing else stands on it, so that it can hold the others in place.
  const counted = lines.filter((line) => line === last || /[^ \t]/.test(line.text));
  const common = commonBlanks(counted.map((line) => /^[ \t]*/.exec(line.text)?.[0] ?? ''));
  return lines.map((line, index) => {
    const text = line.text.slice(common.length).replace(/[ \t]+$/, '');
    return { text: index < lines.length - 1 ? `${text}\n` : text, at: line.at + common.length };
  });
}

function linesOf(raw: string): readonly Piece[] {
  const first = raw.indexOf('\n');
  // Without a line end the text isn't as it should be; all of it is kept.
  if (first < 0) return [{ text: raw, at: 0 }];
  const lines: Piece[] = [];
  let at = first + 1;
  for (const text of raw.slice(at).split('\n')) {
    lines.push({ text, at });
    at += text.length + 1;
  }
  return lines;
}

function commonBlanks(all: readonly string[]): string {
  const [first = '', ...others] = all;
  let common = first;
  for (const blanks of others) {
    let length = 0;
    while (length < common.length && common[length] === blanks[length]) length += 1;
    common = common.slice(0, length);
  }
  return common;
}
