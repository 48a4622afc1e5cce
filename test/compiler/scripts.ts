/** Generated scripts: every construct of the language, with words that harm nobody, in any order and depth. */
import fc from 'fast-check';
import type { PhaseName as Phase } from '../../src/language/checked.ts';
import { failing } from './failing.ts';

/** Lines of one item, given how deep it stands and a number of its own. */
type Item = (n: number) => readonly string[];

const conditions = fc.constantFrom(
  'on',
  'not on',
  'limit >= 1MiB',
  'wait < 2s',
  'wait == 1500ms',
  'device.version > "1.9"',
  'device.version in ["1.0", "2.0.0"]',
  'mode == "plain"',
  `word in ["a", "it's"]`,
  'word in words',
  'flag-count > 1 and on',
  'mode != "plain" or not (wait > 1s)',
  'device.platform == "posix"',
  'release.version >= device.version',
  'number > 7',
);

const holes = fc.constantFrom(
  '{limit}',
  '{wait}',
  '{on}',
  '{word}',
  '{mode}',
  '{number}',
  '{device.name}',
  '{release.version}',
  '{device.version}',
  'it\'s $HOME `id` \\\\ \\" {{}}',
  '\\n',
  '*',
  ' ',
);
const texts = fc.array(holes, { maxLength: 4 }).map((parts) => `"${parts.join('')}"`);

const steps: Readonly<Record<Phase, readonly fc.Arbitrary<Item>[]>> = {
  check: [
    texts.map((text) => (n) => [
      `run "printf" "%s" ${text} as seen-${String(n)}: text`,
      `require seen-${String(n)} == ${text} else "no"`,
    ]),
    fc.constant((n) => [
      `run "echo" "  42 " as count-${String(n)}: integer`,
      `require count-${String(n)} < 43 else "{count-${String(n)}} is too many"`,
    ]),
    fc.constant(() => ['disk-free root at-least: limit']),
    conditions.map((condition) => () => [
      `require (${condition}) or on or not on else "never {word}"`,
    ]),
  ],
  backup: [
    fc.constant(() => ['keep "{root}/etc"']),
    fc.constant(() => ['keep "{root}/nothing here"']),
  ],
  stage: [
    texts.map((text) => (n) => [`write "{next}/file-${String(n)}" text: ${text}`]),
    texts.map((text) => (n) => [`write "{next}/mode-${String(n)}" text: ${text} mode: "0640"`]),
    texts.map((text) => () => [`run "printf" "%s." ${text} words writes: []`]),
    fc.constant((n) => [
      `run "sh" "-c" "cat > \\"$0\\"" "{next}/in-${String(n)}" writes: ["{next}/in-${String(n)}"] input: token within 20s`,
    ]),
  ],
  switch: [
    texts.map((text) => (n) => [`write "{root}/etc/file-${String(n)}" text: ${text}`]),
    texts.map((text) => () => [`write "{root}/etc/site notes.txt" text: ${text}`]),
    fc.constant(() => ['remove "{root}/etc/site notes.txt"']),
    fc.constant((n) => [`copy "{next}" to: "{root}/copy-${String(n)}"`]),
    fc.constant((n) => [`link "{root}/link-${String(n)}" to: next`]),
    fc.constant((n) => [
      `swap "{root}/data/state" other: "{root}/data/schema"`,
      `write "{root}/data/swapped" text: "${String(n)}"`,
    ]),
    fc.constant((n) => [
      `run "sh" "-c" "echo more >> \\"$0\\"" "{root}/made-${String(n)}" writes: ["{root}/made-${String(n)}"] undo {`,
      `  when on {`,
      `    remove "{root}/made-${String(n)}"`,
      '  } else {',
      `    run "rm" "-f" "{root}/made-${String(n)}" writes: ["{root}/made-${String(n)}"]`,
      '  }',
      '}',
    ]),
    fc.constant((n) => [
      `keep "{root}/data/subscribers"`,
      `run "sh" "-c" "echo more >> \\"$0\\"" "{root}/data/subscribers" writes: ["{root}/data/subscribers"]`,
      `write "{root}/after-${String(n)}" text: "x"`,
    ]),
    fc.constant((n) => [
      `run "echo" "{wait}" writes: [] as said-${String(n)}: integer`,
      `when said-${String(n)} == 2 {`,
      `  write "{root}/etc/said-${String(n)}" text: "{said-${String(n)}}"`,
      '}',
    ]),
  ],
  verify: [
    texts.map((text) => () => [
      `run "test" "x" ${text}`.replace('"x"', '"-n" "x"').replace(/ "[^"]*(\\"[^"]*)*"$/, ''),
    ]),
    fc.constant(() => ['run "test" "-e" "{next}/VERSION" retry 2 every 1s within 5s']),
  ],
  revert: [fc.constant(() => ['when on {', '  run "test" "-d" root writes: []', '}'])],
  finish: [
    fc.constant(() => ['prune "{root}/releases" leave: 2']),
    fc.constant((n) => [`write "{root}/finished-${String(n)}" text: "{word}"`]),
  ],
  report: [
    fc.constant(() => ['collect "{root}/current/VERSION" last: 2']),
    fc.constant(() => ['collect "{root}/nothing here" last: 2']),
  ],
};

function block(phase: Phase, depth: number): fc.Arbitrary<Item> {
  const step = fc.oneof(...steps[phase]);
  if (depth === 0) return step;
  // What hangs on the installed version is not surely known there.
  const late = /mode|device\.version/;
  const known = (text: string): boolean => phase !== 'report' || !late.test(text);
  const inner = fc.array(block(phase, depth - 1), { minLength: 1, maxLength: 2 });
  return fc.oneof(
    { weight: 4, arbitrary: step },
    {
      weight: 1,
      arbitrary: fc
        .tuple(conditions.filter(known), inner, fc.option(inner, { nil: undefined }))
        .map(([condition, then, otherwise]) => (n: number) => [
          `when ${condition} {`,
          ...inside(then, n * 10 + 1),
          ...(otherwise === undefined ? [] : ['} else {', ...inside(otherwise, n * 10 + 5)]),
          '}',
        ]),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(
          fc.constantFrom('flags', '["p", "q"]', '[mode, "r"]').filter(known),
          fc.nat({ max: 2 }),
        )
        .map(([list, kind]) => (n: number) => [
          `for each-${String(n)} in ${list} {`,
          ...loopBody(phase, `each-${String(n)}`, kind).map((line) => `  ${line}`),
          '}',
        ]),
    },
  );
}

function loopBody(phase: Phase, name: string, kind: number): readonly string[] {
  if (phase === 'stage')
    return [`write "{next}/{${name}}-${String(kind)}" text: "{${name}} {wait}"`];
  if (phase === 'switch')
    return [
      `write "{root}/etc/{${name}}" text: "{${name}}"`,
      `when ${name} in flags {`,
      `  copy "{root}/etc/{${name}}" to: "{root}/etc/{${name}}.copy"`,
      '}',
    ];
  if (phase === 'check') return [`run "test" ${name} "!=" "z"`];
  return phase === 'verify' ? [`run "test" "-n" ${name}`] : [`run "true" ${name} writes: []`];
}

function inside(items: readonly Item[], from: number): readonly string[] {
  return items.flatMap((item, at) => item(from * 10 + at).map((line) => `  ${line}`));
}

/** Where it is to fail: a phase, and at which of its items. */
interface Failure {
  readonly phase: Phase;
  readonly at: number;
  readonly which: number;
}

const phases: readonly Phase[] = [
  'check',
  'backup',
  'stage',
  'switch',
  'verify',
  'revert',
  'finish',
  'report',
];
const fixed: Readonly<Partial<Record<Phase, readonly string[]>>> = {
  check: [
    'require number > 7 or flag-count > 0 else "never"',
    'run "true" words',
    'for flag in flags {',
    '  run "true" flag',
    '}',
    'require (limit > 1B and wait > 0s and mode != word and word in words) or on or flag-count > 5 else "never"',
  ],
  stage: [
    'make-folder next',
    'write "{next}/VERSION" text: "{release.version}\\n"',
    'run "true" writes: [] input: token',
  ],
  switch: ['link live to: next'],
  verify: ['run "test" "-L" live'],
};

export const generated: fc.Arbitrary<string> = fc
  .record({
    items: fc.record(
      Object.fromEntries(
        phases.map((phase) => [phase, fc.array(block(phase, 1), { maxLength: 3 })]),
      ) as Record<Phase, fc.Arbitrary<Item[]>>,
    ),
    failure: fc.option(
      fc.record({
        phase: fc.constantFrom<Phase>(
          'check',
          'stage',
          'switch',
          'switch',
          'verify',
          'finish',
          'report',
        ),
        at: fc.nat({ max: 4 }),
        which: fc.nat({ max: 5 }),
      }),
      { nil: undefined, freq: 2 },
    ),
  })
  .map(({ items, failure }) => scriptText(items, failure));

function scriptText(items: Readonly<Record<Phase, readonly Item[]>>, failure?: Failure): string {
  const bodies = phases.flatMap((phase, index) => {
    const own = items[phase].map((item, at) => item((index + 1) * 100 + at));
    const lines = [...(fixed[phase] ?? []).map((line) => [line]), ...own];
    const fails = failure?.phase === phase ? failing[phase] : undefined;
    if (fails !== undefined && failure !== undefined) {
      const first = phase === 'stage' ? 2 : 0;
      lines.splice(Math.min(lines.length, Math.max(first, failure.at)), 0, [
        fails[failure.which % fails.length] ?? '',
      ]);
    }
    return lines.length === 0
      ? []
      : [`  ${phase} {`, ...lines.flat().map((line) => `    ${line}`), '  }'];
  });
  return [
    'cutover 1',
    '',
    'script generated "Generated" {',
    ...HEAD.map((line) => `  ${line}`),
    ...bodies,
    '}',
    '',
  ].join('\n');
}

const HEAD = [
  'platform posix',
  'param root: path',
  'param limit: size = 1MiB',
  'param wait: duration = 1500ms',
  'param flags: list of name = ["f1", "f2"]',
  `param words: list of text = ["a b", "it's", "", "*", "two\\nlines"]`,
  `param word: text = "it's"`,
  'param number: integer in [7, 8] = 7',
  'param on: boolean = true',
  'param token: secret',
  'let live = "{root}/current"',
  'let next = "{root}/releases/{release.version}"',
  'let mode = "plain" when device.version >= "2.0" else "other"',
  'let flag-count = 3 when word in words else 0',
  'installed read-version "{live}/VERSION"',
  'prepared read-version "{next}/VERSION"',
];
