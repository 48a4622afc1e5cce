/** What a program says of itself: its release, params, packages and bindings, as data. */
import type { CheckedParam, CheckedScript } from '../language/checked.ts';
import type { CompileInput } from './input.ts';
import { itemWords, typeText } from './expressions.ts';
import { indented, letLines } from './items.ts';
import { singleQuoted, variableOf, wordOf } from './shell-text.ts';

export function dataLines({
  script,
  platform,
  release,
  sha256,
  artifacts,
}: CompileInput): readonly string[] {
  const named = script.artifacts.map((name) => [variableOf(name), artifacts[name] ?? ''] as const);
  return [
    `program_format=1 program_script=${script.name} program_platform=${platform}`,
    `program_script_sha256=${sha256(script.text)}`,
    `program_release=${wordOf(release.name)} program_version=${wordOf(release.version)}`,
    '',
    '# Packages: VARIANT SIZE SHA256 PATH, a line for each.',
    'program_artifacts() {',
    ...indented(
      named.flatMap(([name, lines]) => [
        `v_${name}=${singleQuoted(lines)}`,
        `v_${name}__size=${String(largest(lines))}`,
      ]),
    ),
    '}',
    'program_packages() {',
    '  program_artifacts',
    ...indented(named.map(([name]) => `kit_put "$v_${name}\${kit_nl}"`)),
    '}',
    '',
  ];
}

/** The largest variant: what must fit whichever is taken. */
function largest(lines: string): number {
  return Math.max(0, ...lines.split('\n').map((line) => Number(line.split(' ')[1] ?? 0)));
}

/** What settings may give, with types; defaults; and what a value may be. */
export function paramLines({ params }: CheckedScript): readonly string[] {
  const types = params.map(({ name, type }) => `${name} ${typeText(type)}`);
  return [
    '# What the settings may say.',
    `program_params=${singleQuoted(types.join('\n'))}`,
    'program_defaults() {',
    ...indented(params.flatMap(defaultLines)),
    '}',
    'program_limits() {',
    ...indented(params.flatMap(limitLines)),
    '}',
    '',
  ];
}

function defaultLines({ name, type, value }: CheckedParam): readonly string[] {
  if (value === undefined) return [];
  const constant = { kind: 'constant', type, value } as const;
  const place = { line: 0, span: { start: 0, end: 0 } };
  return letLines({ kind: 'let', name, type, value: constant, place });
}

function limitLines({ name, type, limit }: CheckedParam): readonly string[] {
  if (limit === undefined || typeof type === 'object') return [];
  const items = itemWords({ kind: 'constant', type: { listOf: type }, value: limit }) ?? [];
  const call = ['run_among', name, type, `"$v_${variableOf(name)}"`, ...items].join(' ');
  return [`${call} || return 1`];
}

/** The primitives' own texts, as they are in the library. */
export function bindingLines({ script, library, platform }: CompileInput): readonly string[] {
  const texts = script.uses.map(
    (name) => [name, library.primitives.get(name)?.bindings[platform] ?? ''] as const,
  );
  const all = [['platform', library.platforms[platform] ?? ''] as const, ...texts];
  return [
    '# How each word of the script is carried out on this platform.',
    'program_bindings() {',
    ...all.map(([name, text]) => `kit_binding ${name} ${singleQuoted(text)}`),
    '}',
    '',
  ];
}
