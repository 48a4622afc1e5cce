/** A reader with a root, what is right for it, and what it says of what is not. */
import { ask } from './asked.ts';
import type { Reader } from './asked.ts';
import { newKey, publishedTexts, rootOf, rootText, version } from './authority.ts';
import type { Files, PublishedTexts } from './authority.ts';

export const key = newKey();
export const other = newKey();
export const attacker = newKey();
export const first = rootOf(1, key);
export const reader: Reader = { root: rootText(first, [key]) };
export const PAST = '2026-11-26T10:00:00Z';

export const core = (revision: number, ...names: readonly string[]) => ({
  core: { revision, versions: (names.length === 0 ? ['3.0'] : names).map((name) => version(name)) },
});
export const good = (more: Partial<PublishedTexts> = {}): Files =>
  publishedTexts({ counter: 7, releases: core(4), keys: [key], ...more });

/** What a reader that has seen the publishing before `good` says of these. */
export function refusal(
  files: Files,
  from: Reader = ask(reader, good({ counter: 6 })).reader,
): string | undefined {
  return ask(from, files).refused;
}

export function change(files: Files, path: string, edit: (text: string) => string): Files {
  return new Map(files).set(path, edit(files.get(path) ?? ''));
}
