/** The programs of a release: each script of the given files, compiled for each platform that it names. */
import { createHash } from 'node:crypto';
import { compile } from '../compiler/compile.ts';
import type { CheckedScript, Library } from '../language/checked.ts';
import type { Compile, CompiledProgram } from '../release/add.ts';
import type { PreparedRelease } from '../release/folder.ts';
import { failure } from '../release/store.ts';
import { sayDiagnostics } from './diagnostics.ts';
import { loadScripts } from './load-scripts.ts';

/** Missing where something is wrong with the texts; what, has been said. */
export async function programsOf(
  paths: readonly string[],
  library?: string,
): Promise<Compile | undefined> {
  const loaded = await loadScripts(paths, library);
  if (sayDiagnostics(loaded.diagnostics) > 0) return undefined;
  const scripts = [...loaded.scripts.values()];
  return (release) => scripts.flatMap((script) => compiled(script, loaded.library, release));
}

function compiled(
  script: CheckedScript,
  library: Library,
  release: PreparedRelease,
): readonly CompiledProgram[] {
  const artifacts = Object.fromEntries(
    script.artifacts.map((name) => [name, linesOf(script, name, release)]),
  );
  const named = { name: release.name, version: release.version.version };
  return script.platforms.map((platform) => {
    const text = compile({ script, library, platform, release: named, artifacts, sha256 });
    return { script: script.name, platform, text };
  });
}

/** `VARIANT SIZE SHA256 PATH CHUNKS`, as a plan has them. */
function linesOf(
  { name: script }: CheckedScript,
  artifact: string,
  release: PreparedRelease,
): string {
  const packages = release.version.packages.filter(
    (each) => each.script === script && each.artifact === artifact,
  );
  if (packages.length === 0)
    throw failure(
      'no-package',
      `release.yaml has no package for the \`${artifact}\` of ${script}`,
      'name one, or leave the script out of --scripts',
    );
  return packages
    .map(({ variant, size, sha256: hash, path, chunks = '-' }) =>
      [variant, String(size), hash, path, chunks].join(' '),
    )
    .sort()
    .join('\n');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
