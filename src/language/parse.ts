/**
 * Source → tree, and what is wrong with its surface.
 *
 * Rule 1: never throws; an item that can't be read is left out, or stands with what could be read.
 * Rule 2: at most one diagnostic a line, in the order of the lines.
 */
import { read } from '../../grammar/read.ts';
import { buildBlock } from './build/block.ts';
import type { Builder } from './build/builder.ts';
import { buildComments, buildDeclarations, buildVersion } from './build/file.ts';
import type { Diagnostic } from './diagnostic.ts';
import { lineOf } from './source.ts';
import type { Source } from './source.ts';
import type { FileNode } from './tree.ts';
import { sayWrong, unsaid } from './wrongs/say.ts';

export interface Parsed {
  readonly file: FileNode;
  readonly diagnostics: readonly Diagnostic[];
}

export function parse(source: Source): Parsed {
  const found = read(source.text);
  const builder: Builder = { source, diagnostics: [], buildBlock };
  const comments = buildComments(builder, found.comments);
  const version = found.tree && buildVersion(builder, found.tree);
  // A later version may mean something else by the same words.
  if (version !== undefined && version !== 1) {
    return { file: { version, declarations: [], comments }, diagnostics: builder.diagnostics };
  }
  for (const wrong of found.wrongs) sayWrong(builder, wrong);
  const declarations = found.tree === undefined ? [] : buildDeclarations(builder, found.tree);
  const diagnostics = onePerLine(builder);
  if (found.unsaid > 0) diagnostics.push(unsaid(source, found.unsaid));
  const doubtful = found.doubtful.size === 0 ? {} : { doubtful: [...found.doubtful] };
  const file = {
    ...(version === undefined ? {} : { version }),
    declarations,
    comments,
    ...doubtful,
  };
  return { file, diagnostics };
}

/** The first to come keeps the line. */
function onePerLine({ source, diagnostics }: Builder): Diagnostic[] {
  const byLine = new Map<number, Diagnostic>();
  for (const diagnostic of diagnostics) {
    const line = lineOf(source, diagnostic.labels[0].span);
    if (!byLine.has(line)) byLine.set(line, diagnostic);
  }
  return [...byLine].sort(([a], [b]) => a - b).map(([, diagnostic]) => diagnostic);
}
