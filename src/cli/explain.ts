/** `cutover explain`: a file in words and exact commands, a word's page, or the page of a diagnostic's code. */
import { existsSync } from 'node:fs';
import { loadLibrary, shippedPrimitives } from '../inventory/load-library.ts';
import { codes } from '../language/codes/index.ts';
import { explain as explainScript } from '../language/explain/explain.ts';
import { primitivePage } from '../language/explain/primitive-page.ts';
import { nearestHint } from '../language/nearest.ts';
import { EXIT } from '../runtime/exit-code.ts';
import { sayDiagnostics } from './diagnostics.ts';
import { sayOtherTexts } from './given-paths.ts';
import { loadScripts, type Loaded } from './load-scripts.ts';
import { data, say } from './say.ts';

export interface ExplainOptions {
  readonly library?: string;
  readonly bindings: boolean;
}

/** What lies on disc is meant before a word or a code of the same name. */
export async function explain(what: string, options: ExplainOptions): Promise<number> {
  if (existsSync(what)) return explainFile(what, options);
  if (/^[Ee]\d{4}$/.test(what)) return explainCode(what.toUpperCase());
  return /[/.]/.test(what) ? explainFile(what, options) : explainWord(what, options);
}

function explainCode(code: string): number {
  const page = codes[code];
  if (page === undefined) {
    const near = Object.keys(codes).filter((each) => each.startsWith(code.slice(0, 3)));
    say(`error: there is no code ${code}`);
    if (near.length > 0) say(`hint: there are ${near.join(', ')}`);
    return EXIT.wrongInput;
  }
  data(`${code}: ${page.title} (${page.severity})\n\n${page.page}`);
  return 0;
}

async function explainWord(word: string, { library: own }: ExplainOptions): Promise<number> {
  const { library, diagnostics } = await loadLibrary(shippedPrimitives(), own);
  const errors = sayDiagnostics(diagnostics);
  const primitive = library.primitives.get(word);
  if (primitive !== undefined) {
    data(primitivePage(primitive));
    return errors === 0 ? 0 : EXIT.wrongInput;
  }
  const words = [...library.primitives.keys()];
  const otherwise = `words are ${words.sort().join(', ')}; a vendor’s come in with --library`;
  say(`error: there is no file and no word \`${word}\``);
  say(`hint: ${nearestHint(word, words) ?? otherwise}`);
  return EXIT.wrongInput;
}

async function explainFile(file: string, options: ExplainOptions): Promise<number> {
  const loaded = await loadScripts([file], options.library);
  const errors = sayDiagnostics(loaded.diagnostics);
  const pages = pagesOf(loaded, options.bindings);
  sayOtherTexts([file], errors);
  if (pages.length === 0 && errors === 0) say(`error: ${file} holds no script, plan or primitive`);
  if (pages.length === 0 || errors > 0) return EXIT.wrongInput;
  for (const page of pages) data(page);
  return 0;
}

/** Of a plan: the scripts that it runs. */
function pagesOf({ scripts, primitives, library }: Loaded, bindings: boolean): readonly string[] {
  return [
    ...[...primitives.values()].map(primitivePage),
    ...[...scripts.values()].map((script) =>
      explainScript(script, library, { withoutBindings: !bindings }),
    ),
  ];
}
