/**
 * The texts that are asked for, and with a plan those that declare the scripts it runs.
 *
 * Rule 1: a script that was not given is looked for in the plan's own folder, not below it.
 * Rule 2: other files in the folder may be drafts: what is wrong with them is nobody's business here.
 */
import { readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { loadTexts, type LoadedTexts } from '../inventory/load-texts.ts';
import { parse } from '../language/parse.ts';
import type { Source } from '../language/source.ts';
import type { Declaration, Item } from '../language/tree.ts';

/** The given files first, in their order. */
export async function textsFor(paths: readonly string[]): Promise<LoadedTexts> {
  const given = await loadTexts(paths);
  const known = new Set(given.sources.flatMap(scriptsDeclaredBy));
  const needed: LoadedTexts[] = [];
  for (const [folder, wanted] of wantedIn(given.sources, known))
    needed.push(await textsDeclaring(folder, wanted, given.sources));
  return {
    sources: [given, ...needed].flatMap(({ sources }) => sources),
    bindings: Object.assign({}, ...[given, ...needed].map(({ bindings }) => bindings)) as Bindings,
    diagnostics: given.diagnostics,
  };
}

type Bindings = LoadedTexts['bindings'];

/** Folder of a plan → the scripts that it runs and nobody gave. */
function wantedIn(
  sources: readonly Source[],
  known: ReadonlySet<string>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const folders = new Map<string, Set<string>>();
  for (const source of sources) {
    const missing = scriptsRunBy(source).filter((name) => !known.has(name));
    if (missing.length === 0) continue;
    const folder = dirname(source.file);
    folders.set(folder, new Set([...(folders.get(folder) ?? []), ...missing]));
  }
  return folders;
}

async function textsDeclaring(
  folder: string,
  wanted: ReadonlySet<string>,
  given: readonly Source[],
): Promise<LoadedTexts> {
  const known = new Set(given.map(({ file }) => resolve(file)));
  const beside = await loadTexts(
    (await filesIn(folder)).filter((file) => !known.has(resolve(file))),
  );
  const sources = beside.sources.filter((source) =>
    scriptsDeclaredBy(source).some((name) => wanted.has(name)),
  );
  return { ...beside, sources };
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.cutover'))
    .map(({ name }) => join(folder, name))
    .sort();
}

function scriptsDeclaredBy(source: Source): readonly string[] {
  return parse(source).file.declarations.flatMap((declaration) =>
    declaration.kind === 'script' ? [declaration.name.text] : [],
  );
}

function scriptsRunBy(source: Source): readonly string[] {
  return parse(source).file.declarations.flatMap(scriptsIn);
}

function scriptsIn(declaration: Declaration): readonly string[] {
  return declaration.kind === 'plan' ? declaration.body.items.flatMap(scriptsOf) : [];
}

function scriptsOf(item: Item): readonly string[] {
  if (item.kind === 'unit') return item.body.items.flatMap(scriptsOf);
  return item.kind === 'member' ? [item.script.text] : [];
}
