/** The texts that a plan needs: its own file, and those beside it that declare the scripts it runs. */
import { dirname, resolve } from 'node:path';
import { loadTexts, type LoadedTexts } from '../inventory/load-texts.ts';
import { parse } from '../language/parse.ts';
import type { Source } from '../language/source.ts';
import type { Declaration, Item } from '../language/tree.ts';

/** Other files in the folder may be drafts: what is wrong with them is nobody's business here. */
export async function planTexts(file: string): Promise<LoadedTexts> {
  const own = await loadTexts([file]);
  const [plan] = own.sources;
  if (plan === undefined) return own;
  const wanted = new Set(parse(plan).file.declarations.flatMap(scriptsRunBy));
  const beside = await loadTexts([dirname(file)]);
  const needed = beside.sources.filter(
    (source) => resolve(source.file) !== resolve(plan.file) && declaresOne(source, wanted),
  );
  return { ...own, sources: [plan, ...needed], bindings: { ...beside.bindings, ...own.bindings } };
}

function declaresOne(source: Source, wanted: ReadonlySet<string>): boolean {
  return parse(source).file.declarations.some(
    (declaration) => declaration.kind === 'script' && wanted.has(declaration.name.text),
  );
}

function scriptsRunBy(declaration: Declaration): readonly string[] {
  return declaration.kind === 'plan' ? declaration.body.items.flatMap(scriptsIn) : [];
}

function scriptsIn(item: Item): readonly string[] {
  if (item.kind === 'unit') return item.body.items.flatMap(scriptsIn);
  return item.kind === 'member' ? [item.script.text] : [];
}
