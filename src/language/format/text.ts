/** The one way to write a text. */
import { writeHidden } from '../hidden.ts';
import type { ReferenceNode, TextNode } from '../tree.ts';

type Part = TextNode['parts'][number];

const hole = /\{[a-z][a-z0-9-]*(?:\.[a-z][a-z0-9-]*)?\}/y;
/** At the end, and not escaped already. */
const bareQuoteLast = /(?<=(?:^|[^\\])(?:\\\\)*)"$/;
const blank = '\\u{20}';

export function printReference({ name, field }: ReferenceNode): string {
  return field === undefined ? name.text : `${name.text}.${field.text}`;
}

/** Between `"`, on one line. */
export function printShortText(text: TextNode): string {
  return `"${printParts(text).replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}

/** What follows the opening `"""`: lines, each with what indents it, the last with the closing one. */
export function printLongText(text: TextNode, indent: string): string {
  const lines = printParts(text).replaceAll('"""', '""\\"').split('\n').map(holdLast);
  const last = lines.length - 1;
  const closing = lines[last] ?? '';
  if (closing !== '' && lines.every((line) => line === '' || line.startsWith(' '))) {
    lines[last] = closing.replace(/^ /, blank);
  }
  lines[last] = `${(lines[last] ?? '').replace(bareQuoteLast, '\\"')}"""`;
  return lines.map((line) => (line === '' ? '' : indent + line)).join('\n');
}

/** Blanks at a line's end would be taken off; the last one written as an escape holds them. */
function holdLast(line: string): string {
  return line.replace(/ $/, blank);
}

/** All but quotation marks and line ends is as it will be. */
function printParts({ parts }: TextNode): string {
  return parts.map((part, index) => printPart(part, parts[index + 1])).join('');
}

function printPart(part: Part, next: Part | undefined): string {
  if (typeof part !== 'string') return `{${printReference(part)}}`;
  // Braces first: those of an escape are not the text's.
  const braced = doubleBraces(part, next !== undefined);
  const written = braced.replaceAll('\\', '\\\\').replaceAll('\t', '\\t');
  return writeHidden(written.replaceAll('\r', '\\r'));
}

/** A brace that would begin a hole, or be taken for half of a doubled one, is doubled. */
function doubleBraces(text: string, holeFollows: boolean): string {
  return text.replace(/\{/g, (_brace, at: number) => {
    const last = at === text.length - 1;
    const taken = last ? holeFollows : text[at + 1] === '{' || beginsHole(text, at);
    return taken ? '{{' : '{';
  });
}

function beginsHole(text: string, at: number): boolean {
  hole.lastIndex = at;
  return hole.test(text);
}
