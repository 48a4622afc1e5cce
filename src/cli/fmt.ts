/** `cutover fmt`: one canonical text; a file that can't be parsed is left as it is. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { format } from '../language/format.ts';
import { parse } from '../language/parse.ts';
import { loadTexts } from '../inventory/load-texts.ts';
import type { Source } from '../language/source.ts';
import { EXIT } from '../runtime/exit-code.ts';
import { errorsAmong, sayDiagnostics } from './diagnostics.ts';
import { nothingFound, sayOtherTexts } from './given-paths.ts';
import { data } from './say.ts';

export async function fmt(
  paths: readonly string[],
  options: { readonly check: boolean },
): Promise<number> {
  const { sources, diagnostics } = await loadTexts(paths);
  let errors = sayDiagnostics(diagnostics);
  if (nothingFound(paths, sources.length + errors)) return EXIT.wrongInput;
  let different = 0;
  for (const source of sources) {
    const parsed = parse(source);
    errors += sayDiagnostics(parsed.diagnostics);
    if (errorsAmong(parsed.diagnostics) > 0) continue;
    different += await settle(source, format(parsed.file, source), options.check);
  }
  sayOtherTexts(paths, errors);
  return errors > 0 || (options.check && different > 0) ? EXIT.wrongInput : 0;
}

/** 1 if the file is not in its canonical form. The bytes count: a byte order mark is a difference. */
async function settle({ file }: Source, canonical: string, onlyLook: boolean): Promise<number> {
  if ((await readFile(file, 'utf8')) === canonical) return 0;
  data(file);
  if (!onlyLook) await replace(file, canonical);
  return 1;
}

async function replace(file: string, text: string): Promise<void> {
  const temporary = `${file}.${String(process.pid)}.new`;
  await writeFile(temporary, text);
  await rename(temporary, file);
}
