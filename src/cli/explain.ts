/** `cutover explain`: a script in words and exact commands, or the page of a diagnostic's code. */
import { codes } from '../language/codes/index.ts';
import { explain as explainScript } from '../language/explain/explain.ts';
import { EXIT } from '../runtime/exit-code.ts';
import { sayDiagnostics } from './diagnostics.ts';
import { loadScripts } from './load-scripts.ts';
import { data, say } from './say.ts';

export async function explain(
  what: string,
  options: { readonly library?: string },
): Promise<number> {
  return /^E\d{4}$/.test(what) ? explainCode(what) : explainFile(what, options.library);
}

function explainCode(code: string): number {
  const page = codes[code];
  if (page === undefined) {
    say(`error: there is no code ${code}`);
    return EXIT.wrongInput;
  }
  data(`${code}: ${page.title} (${page.severity})\n\n${page.page}`);
  return 0;
}

async function explainFile(file: string, library: string | undefined): Promise<number> {
  const loaded = await loadScripts([file], library);
  const errors = sayDiagnostics(loaded.diagnostics);
  const scripts = [...loaded.scripts.values()];
  if (scripts.length === 0 && errors === 0) say(`error: ${file} holds no script`);
  if (scripts.length === 0 || errors > 0) return EXIT.wrongInput;
  for (const script of scripts) data(explainScript(script, loaded.library));
  return 0;
}
