/** `cutover agent build`: one script as one text that brings a device to one version, and back. */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { compile } from '../compiler/compile.ts';
import { joinedText } from '../device/agent.ts';
import type { CheckedScript } from '../language/checked.ts';
import { narrow } from '../language/evaluate.ts';
import { EXIT } from '../runtime/exit-code.ts';
import { sayDiagnostics } from './diagnostics.ts';
import { loadScripts } from './load-scripts.ts';
import type { BuildOptions } from './options.ts';
import { say } from './say.ts';

const PLATFORM = 'posix';

export async function agentBuild(file: string, options: BuildOptions): Promise<number> {
  const loaded = await loadScripts([file], options.library);
  const errors = sayDiagnostics(loaded.diagnostics);
  const [script, ...more] = [...loaded.scripts.values()];
  if (errors > 0) return EXIT.wrongInput;
  if (script === undefined || more.length > 0) return wrong(`${file} must hold one script`);
  const artifacts = await artifactsOf(script, options);
  const problem = typeof artifacts === 'string' ? artifacts : problemOf(script, options);
  if (problem !== undefined || typeof artifacts === 'string') return wrong(problem ?? '');
  const program = compile({
    script,
    library: loaded.library,
    platform: PLATFORM,
    release: { name: options.release ?? script.name, version: options.version ?? '' },
    artifacts,
    sha256,
  });
  if (options.version === undefined)
    say('note: it names no version, so it can be read, and upgrades nothing (see --version)');
  return write(options.out, joinedText(program));
}

function problemOf(script: CheckedScript, { version, release }: BuildOptions): string | undefined {
  if (!script.platforms.includes(PLATFORM)) return `${script.name} is not for ${PLATFORM}`;
  if (version !== undefined && !narrow(version, 'version').ok)
    return `--version ${version} is not a version`;
  return release === undefined || narrow(release, 'name').ok
    ? undefined
    : `--release ${release} is not a name`;
}

/** Artifact → its lines, as `release add` writes them; a package that lies in a folder needs no chunks. Or why not. */
async function artifactsOf(
  script: CheckedScript,
  { artifact: given, version }: BuildOptions,
): Promise<Readonly<Record<string, string>> | string> {
  const lines: Record<string, string> = {};
  for (const text of given) {
    const [, name = '', variant = 'any', path = ''] =
      /^([^:=]+)(?::([A-Za-z0-9_][A-Za-z0-9_.+-]*))?=(.+)$/.exec(text) ?? [];
    if (!script.artifacts.includes(name))
      return `--artifact ${text}: ${script.name} has no artifact \`${name}\``;
    const line = await artifactLine(variant, path);
    if (line === undefined) return `--artifact ${text}: ${path} can’t be read, or named so`;
    lines[name] = [...(lines[name] === undefined ? [] : [lines[name]]), line].join('\n');
  }
  const missing = script.artifacts.find((name) => !(name in lines));
  return missing === undefined || version === undefined
    ? lines
    : `there is no --artifact for \`${missing}\``;
}

async function artifactLine(variant: string, path: string): Promise<string | undefined> {
  const name = basename(path);
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined || !/^[A-Za-z0-9_][A-Za-z0-9_.+-]*$/.test(name)) return undefined;
  return `${variant} ${String(bytes.length)} ${sha256(bytes)} ${name} -`;
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

async function write(file: string, text: string): Promise<number> {
  try {
    await writeFile(file, text, { mode: 0o755 });
    return 0;
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error));
  }
}

function wrong(why: string): number {
  say(`error: ${why}`);
  return EXIT.wrongInput;
}
