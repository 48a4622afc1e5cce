/** What people are told of a step, and why it failed (A05, A14). */
import { expect, test } from 'vitest';
import type { CheckedStep, Expression, Type } from '../../src/language/checked.ts';
import type { DeviceScope } from '../../src/interpreter/scope.ts';
import { shownWords } from '../../src/interpreter/shown-words.ts';
import { stepFault } from '../../src/interpreter/step-fault.ts';

const values: Readonly<Record<string, string>> = {
  file: 'extra',
  bundle: '/var/lib/cutover/cache/80ef35724d1c',
  token: 'web-token',
};
const scope = { get: (name: string) => values[name] } as DeviceScope;

const constant = (value: string | number, type: Type): Expression => ({
  kind: 'constant',
  value,
  type,
});
const read = (name: string, type: Type): Expression => ({ kind: 'read', name, type });

type Arguments = readonly (readonly [param: string, value: Expression])[];

function step(primitive: string, given: Arguments, rest: readonly Expression[] = []): CheckedStep {
  const bound = given.map(([param, value]) => ({ param, type: value.type, value }));
  return {
    primitive,
    arguments: bound,
    rest,
    id: 'check.1',
    place: { line: 26 },
  } as unknown as CheckedStep;
}

const words = (...given: Parameters<typeof step>): string => shownWords(step(...given), scope);

const size = constant(67_108_864, 'size');
const none: Expression = { kind: 'list', items: [], type: { listOf: 'path' } };

test('A05: sizes and times have their units, values their labels, files their names', () => {
  expect(
    words('disk-free', [
      ['at', constant('/opt', 'path')],
      ['at-least', size],
    ]),
  ).toBe('disk-free /opt at-least: 64MiB');
  expect(
    words('prune', [
      ['folder', constant('/r', 'path')],
      ['leave', constant(2, 'integer')],
    ]),
  ).toBe('prune /r leave: 2');
  expect(
    words('unpack', [
      ['file', read('bundle', 'file')],
      ['into', constant('/n', 'path')],
    ]),
  ).toBe('unpack bundle into: /n');
  expect(words('wait', [['time', constant(90_000, 'duration')]])).toBe('wait 90s');
});

test('A05: what stands without a label is shown, so that two steps of one line differ', () => {
  const rest = [constant('-e', 'text'), read('file', 'text')];
  expect(
    words(
      'run',
      [
        ['program', constant('test', 'text')],
        ['writes', none],
      ],
      rest,
    ),
  ).toBe('run test -e extra');
});

test('S13: a secret is not shown', () => {
  expect(
    words('put', [
      ['path', constant('/p', 'path')],
      ['text', read('token', 'secret')],
    ]),
  ).toBe('put /p text: (secret)');
});

const failed = (tail: string): string => {
  const run = step('run', [['program', constant('test', 'text')]], [read('file', 'text')]);
  const call = { no: 1, step: run, text: '', words: shownWords(run, scope), writes: [] };
  return stepFault(call, tail).message;
};

test('A14: a cause says what was called, why it failed and what was printed last', () => {
  expect(failed('a\nb\nc\nd\ntest returned 1\n')).toBe(
    '`run` test extra: test returned 1; it printed: b / c / d',
  );
  expect(failed('')).toBe('`run` test extra: it failed and printed nothing');
});

test('A14: the same reason of several tries is told once', () => {
  expect(failed('test returned 1\ntest returned 1\n')).toBe('`run` test extra: test returned 1');
});

test('A14: a long line is cut at its beginning', () => {
  expect(failed(`${'x'.repeat(999)}end\ntest returned 1\n`)).toMatch(/it printed: …x{397}end$/);
});
