/**
 * The texts of the bindings that primitives name with `on`.
 *
 * Rule 1: a binding lies in its declaration's folder; a name that leads out of it is not read.
 * Rule 2: one that is missing, too large or no text is left out: the checker says so, at its line.
 */
import { dirname, join } from 'node:path';
import type { Bindings } from '../language/check.ts';
import { parse } from '../language/parse.ts';
import { fileName } from '../language/primitives/bindings.ts';
import type { BindingTexts } from '../language/primitives/bindings.ts';
import type { Source } from '../language/source.ts';
import type { BlockDeclaration, Declaration, Item } from '../language/tree.ts';
import { loadText } from './load-texts.ts';

export async function bindingsBeside(sources: readonly Source[]): Promise<Bindings> {
  const bindings: Record<string, BindingTexts> = {};
  for (const source of sources) bindings[source.file] = await textsBeside(source);
  return bindings;
}

async function textsBeside(source: Source): Promise<BindingTexts> {
  const texts: Record<string, string> = {};
  // Most files declare no primitive, and need no second reading.
  if (!/^\s*primitive\s/m.test(source.text)) return texts;
  for (const name of parse(source).file.declarations.flatMap(bindingNames)) {
    const read = await loadText(join(dirname(source.file), name));
    if ('source' in read) texts[name] = read.source.text;
  }
  return texts;
}

function bindingNames(declaration: Declaration): readonly string[] {
  return declaration.kind === 'primitive' ? namesIn(declaration) : [];
}

function namesIn({ body }: BlockDeclaration): readonly string[] {
  return body.items
    .flatMap(bindingName)
    .filter((name) => /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name));
}

/** `on posix "posix.sh"` */
function bindingName(item: Item): readonly string[] {
  if (item.kind !== 'statement' || item.word.text !== 'on') return [];
  return item.arguments.flatMap(({ value }) => (value.kind === 'text' ? [fileName(value)] : []));
}
