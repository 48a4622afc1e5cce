/**
 * Why a step failed, as a controller says it and as an agent does: the same words, whatever the values and whatever was
 * printed (A11, A14, S13, S14).
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toldWords } from '../../../src/compiler/told.ts';
import { dataWord } from '../../../src/compiler/expressions.ts';
import { variableOf } from '../../../src/compiler/shell-text.ts';
import type { DeviceScope } from '../../../src/interpreter/scope.ts';
import { shownWords } from '../../../src/interpreter/shown-words.ts';
import { stepFault } from '../../../src/interpreter/step-fault.ts';
import { makeStepOutput } from '../../../src/interpreter/step-output.ts';
import type { CheckedStep, Datum, Expression, Type } from '../../../src/language/checked.ts';
import { makeRedactor } from '../../../src/runtime/redactor.ts';
import { kit, quoted } from '../kit/session.ts';
import { allShells, type ShellKind } from '../kit/shells.ts';
import { sample } from './value-cases.ts';

const parts = ['numbers', 'versions', 'values', 'conditions', 'params', 'causes', 'run'].map(
  (name) => readFileSync(new URL(`../../../src/device/agent/${name}.sh`, import.meta.url), 'utf8'),
);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-causes-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** One step that failed: its values, those of names as the run knows them, and what it printed. */
interface Case {
  readonly values: readonly Given[];
  readonly rest: readonly Given[];
  readonly printed: Buffer;
  readonly secret: string;
}
interface Given {
  readonly type: Type;
  readonly datum: Datum;
  /** Whether the text has it, or only the run knows it. */
  readonly known: boolean;
}

/** The step, and what its names are worth. */
function stepOf({ values, rest }: Case): { step: CheckedStep; names: Map<string, Given> } {
  const names = new Map<string, Given>();
  const expression = (given: Given): Expression => {
    const { type, datum, known } = given;
    if (known) return { kind: 'constant', type, value: datum };
    const name = `given-${String(names.size)}`;
    names.set(name, given);
    return { kind: 'read', type, name };
  };
  const step = {
    primitive: 'run',
    id: 'check.1',
    place: { line: 1 },
    arguments: values.map((given, at) => ({
      param: ['program', 'at-least', 'third'][at] ?? '',
      type: given.type,
      value: expression(given),
    })),
    rest: rest.map(expression),
  };
  return { step: step as unknown as CheckedStep, names };
}

function byController(told: Case): string {
  const { step, names } = stepOf(told);
  const redactor = makeRedactor();
  redactor.learn(told.secret);
  const output = makeStepOutput(redactor, () => undefined);
  const decoder = new StringDecoder('utf8');
  output.add(decoder.write(told.printed) + decoder.end());
  output.flush();
  const scope = { get: (name: string) => names.get(name)?.datum } as DeviceScope;
  const words = `run${redactor.redact(shownWords(step, scope).slice(3))}`;
  return stepFault({ no: 1, step, text: '', words, writes: [] }, output.tail()).message;
}

/** All cases in one shell. */
function byAgent(shell: ShellKind, cases: readonly Case[]): readonly string[] {
  const said = join(folder, 'said');
  const scripts = cases.map((told, at) => {
    writeFileSync(`${said}.${String(at)}`, told.printed);
    const { step, names } = stepOf(told);
    const set = [...names].map(([name, { type, datum }]) => {
      const value: Expression = { kind: 'constant', type, value: datum };
      return `v_${variableOf(name)}=${dataWord(value)}`;
    });
    return [
      ...set,
      `v_token=${quoted(told.secret)} run_secrets=' token' run_cause='' run_why=''`,
      `cat ${said}.${String(at)} >"$run_said"; run_hand_on`,
      ['run_failed', ...toldWords(step)].join(' '),
      'kit_put "$run_why$kit_nl"',
    ].join('\n');
  });
  const own = `run_said=${said} run_log=${folder}/log kit_tx=/none kit_failed=1 run_no=1 run_line_no=1 run_primitive=run`;
  const head = `kit_home=/none kit_token=x kit_hash=x\n${kit}\n${parts.join('\n')}\n${own}\n`;
  const [command, ...args] = shell.command;
  const file = join(folder, 'program');
  writeFileSync(file, `${head}${scripts.join('\n')}\n`);
  const env = { ...process.env, LC_ALL: 'C' };
  const ran = spawnSync(command, [...args, file], { maxBuffer: 2 ** 26, env });
  const lines = ran.stdout.toString().split('\n').slice(0, -1);
  if (lines.length !== cases.length)
    throw new Error(
      `${shell.name}: ${String(lines.length)} of ${String(cases.length)}: ${ran.stderr.toString()}`,
    );
  return lines.map((line) => decodeURIComponent(line));
}

const SECRET = "s3cret 'x' $y";
const run: Given = { type: 'text', datum: 'test', known: true };
const of = (type: Type, datum: Datum, known: boolean): Given => ({ type, datum, known });
const printing = (printed: string | Buffer, more: Partial<Case> = {}): Case => ({
  values: [run],
  rest: [],
  secret: SECRET,
  printed: Buffer.from(printed),
  ...more,
});

const values: readonly (readonly [Type, Datum])[] = [
  ['text', ''],
  ['text', ' '],
  ['text', 'it\'s $HOME `id` \\ \\n %41 " * as: label:'],
  ['text', 'two\nlines'],
  ['text', 'ends\n'],
  ['text', '\n'],
  ['text', '-n'],
  ['text', `told ${SECRET} twice ${SECRET}`],
  ['text', 'tab\there'],
  ['path', `/${'x'.repeat(59)}`],
  ['path', `/${'y'.repeat(60)}`],
  ['path', `/opt/${'long/'.repeat(200)}end`],
  ['text', `${'é'.repeat(30)}${'z'.repeat(30)}`],
  ['text', 'é'.repeat(61)],
  ['text', '\u{1f600}'.repeat(60)],
  ['text', `a${'\u{1f600}'.repeat(60)}`],
  ['text', '\u202egpj.exe\ufeff'],
  ['text', '…cut already'],
  ['size', 0],
  ['size', 67_108_864],
  ['size', 1_500],
  ['size', 3 * 2 ** 40],
  ['size', Number.MAX_SAFE_INTEGER],
  ['duration', 90_000],
  ['duration', 0],
  ['duration', 1_500],
  ['duration', 172_800_000],
  ['integer', -7],
  ['boolean', false],
  ['version', '3.0.0-rc.1'],
  [{ listOf: 'text' }, ['a b', "it's", '', '*', '-n']],
  [{ listOf: 'text' }, ['', 'x', '']],
  [{ listOf: 'text' }, ['a', 'two\nlines']],
  [{ listOf: 'text' }, ['a', 'ends\n']],
  [{ listOf: 'text' }, []],
  [{ listOf: 'text' }, ['é', '\u{1f600}']],
  [{ listOf: 'name' }, ['f1', 'f2']],
  [{ listOf: 'path' }, [`/${'p'.repeat(40)}`, `/${'q'.repeat(40)}`]],
  [{ listOf: 'size' }, [1024, 1_048_576, 5]],
  [{ listOf: 'duration' }, [1_500, 60_000]],
  [{ listOf: 'integer' }, [1, 2]],
];

const shapes = values.flatMap(([type, datum]) =>
  [true, false].map((known) => {
    const given = of(type, datum, known);
    return printing('why\n', { values: [given, given], rest: [given, of('text', 'after', known)] });
  }),
);
const many = [1, 4, 5, 9].flatMap((count) =>
  [true, false].map((known) =>
    printing('why\n', {
      values: [run, of('size', 1024, known), of('text', 'third', known)],
      rest: Array.from({ length: count }, (_, at) =>
        of('text', at === 2 ? '' : `r${String(at)}`, known),
      ),
    }),
  ),
);

const outputs: readonly (string | Buffer)[] = [
  '',
  '\n\n \t\n',
  'why',
  'why \t\r\n',
  '  half a line \n\n  \nsh returned 1\n',
  'a\nb\nc\nd\nwhy\n',
  'again\nagain\nagain\n',
  'a\nagain\nb\nagain \n',
  `${'x'.repeat(399)}\nwhy\n`,
  `${'x'.repeat(400)}\nwhy\n`,
  `${'x'.repeat(401)}\nwhy\n`,
  `${'é'.repeat(400)}\nwhy\n`,
  `${'\u{1f600}'.repeat(401)}\nwhy\n`,
  `${'x'.repeat(200)}\n${'y'.repeat(200)}\n${'z'.repeat(200)}\nwhy\n`,
  'w'.repeat(5_000),
  `${'\u{1f600}'.repeat(2_001)}\n`,
  'é'.repeat(9_000),
  'a\u{1f600}'.repeat(3_000),
  `${'line\n'.repeat(2_000)}why\n`,
  `${'p'.repeat(1_995)}\n1234\n`,
  `before ${SECRET} after\nlast ${SECRET}\n`,
  `${SECRET.slice(0, 5)}\n[9 more bytes were not passed on]\nwhy\n`,
  `a ${SECRET.slice(0, 9)}\n[12 lines\n[7 more bytes were not passed on]\n${SECRET.slice(0, 3)}\n[8 more bytes were not passed on]\nwhy\n`,
  `all ${SECRET}\n[9 more bytes were not passed on]\n[10 more bytes were not passed on] no\nwhy\n`,
  'colour \u001b[31mred\u001b[0m\u0007\rand \u202eback\tend\nwhy\n',
  'back\\slash \\0101 %41 %% $(id) `id` "q" \'q\'\nwhy\n',
  '\u00a0\n\u3000x\u3000\nwhy\n',
  Buffer.from('bad \xff\xc0\x80 \xed\xa0\x80 \xf4\x90\x80\x80 \xe2\x82\nwhy \xe2\x82', 'latin1'),
  Buffer.from('\xf0\x9f\x98A\xe0\x80\x80\xf0\x80\x80\x80\n\xf8\x88why', 'latin1'),
];
const drawn = sample(
  fc.array(
    fc.constantFrom(
      'a',
      'é',
      '…',
      '\u{1f600}',
      ' ',
      '\t',
      '\n',
      '\n',
      'x'.repeat(150),
      '\r',
      SECRET,
    ),
    { maxLength: 40 },
  ),
  30,
).map((texts) => printing(texts.join('')));

const cases = [...shapes, ...many, ...outputs.map((printed) => printing(printed)), ...drawn];

/** In the locale C yash reads nothing else in its variables; what is printed never comes there but to hide a secret. */
function asciiIn({ values: given, rest, printed }: Case): boolean {
  return /^[\0-\x7f]*$/.test(JSON.stringify([given, rest]) + printed.toString('latin1'));
}

describe.each(allShells)('$name', (shell) => {
  it('A11 A14 S13: a failed step is told as a controller tells it', { timeout: 120_000 }, () => {
    const tried = shell.asciiOnly === true ? cases.filter(asciiIn) : cases;
    const wanted = tried.map(byController);
    expect(byAgent(shell, tried)).toEqual(wanted);
    expect(wanted.join('')).not.toContain(SECRET);
    expect(wanted.filter((why) => why.includes('…')).length).toBeGreaterThan(20);
  });
});

it('A14: what the compiler knows is written as people read it', () => {
  const words = (told: Case): string => toldWords(stepOf(told).step).join(' ');
  const most = of('size', 67_108_864, true);
  expect(words(printing('', { values: [of('path', '/opt', true), most] }))).toBe(
    "as '/opt at-least: 64MiB'",
  );
  expect(words(printing('', { values: [of('path', '/opt', false), most] }))).toBe(
    `text "$v_given_0" as 'at-least: 64MiB'`,
  );
  expect(words(printing('', { values: [run, of('size', 5, false)] }))).toBe(
    'as test at-least: size "$v_given_0"',
  );
  expect(words(printing('', { values: [of('text', 'x'.repeat(61), true)] }))).toBe(
    `cut ${'x'.repeat(48)}`,
  );
});
