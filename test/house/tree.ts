/** The repository's own files, as the house's rules see them: without what is installed or built. */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

const notOurs = new Set(['node_modules', 'dist', 'coverage', '.git', '.demo']);

/** Paths relative to the root, sorted. */
export function ownFiles(...endings: readonly string[]): readonly string[] {
  return walk(root)
    .map((path) => relative(root, path))
    .filter((path) => endings.length === 0 || endings.includes(extname(path)))
    .sort();
}

export function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

function walk(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !notOurs.has(entry.name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return walk(path);
      return entry.isFile() ? [path] : [];
    });
}
