/** What a chunk's diagnostics are, held against what it expects: nothing where they agree. */
import type { Diagnostic } from '../../../src/language/diagnostic.ts';
import { render } from '../../../src/language/render/render.ts';
import { lineOf } from '../../../src/language/source.ts';
import type { Chunk, Expected } from './chunks.ts';

export function differences({ expected }: Chunk, found: readonly Diagnostic[]): readonly string[] {
  const missing = expected.filter((one) => !found.some((diagnostic) => meets(diagnostic, one)));
  const surplus = found.filter((diagnostic) => !expected.some((one) => meets(diagnostic, one)));
  return [
    ...missing.map(({ line, code, words }) => `missing, line ${String(line)}: ${code} "${words}"`),
    ...surplus.map((diagnostic) => `not expected:\n${render(diagnostic)}`),
  ];
}

function meets({ code, message, source, labels }: Diagnostic, expected: Expected): boolean {
  const line = lineOf(source, labels[0].span);
  return line === expected.line && code === expected.code && message.includes(expected.words);
}
