import { describe, expect, test } from 'vitest';
import type {
  CheckedCondition,
  CheckedItem,
  Datum,
  Expression,
  Type,
} from '../../../src/language/checked.ts';
import {
  evaluate,
  holds,
  longestMs,
  narrow,
  render,
  type Scope,
} from '../../../src/language/evaluate.ts';

const scope: Scope = {
  get: (name) => ({ root: '/opt/umg', 'device.version': '3.10', ports: [1, 2], ready: true })[name],
};

function constant(value: Datum, type: Type): Expression {
  return { kind: 'constant', type, value };
}

function compare(
  op: '==' | '<' | '>=' | 'in',
  left: Expression,
  right: Expression,
): CheckedCondition {
  return { kind: 'compare', op, left, right };
}

const version: Expression = { kind: 'read', type: 'version', name: 'device.version' };

describe('evaluate', () => {
  test('fills the holes of a text', () => {
    const root: Expression = { kind: 'read', type: 'path', name: 'root' };
    const parts = [root, '/', constant(90_500, 'duration'), '/', constant(true, 'boolean')];
    expect(evaluate({ kind: 'template', type: 'text', parts }, scope)).toBe('/opt/umg/91/true');
  });

  test('a name without a value is a defect of ours', () => {
    expect(() => evaluate({ kind: 'read', type: 'text', name: 'nobody' }, scope)).toThrow(/nobody/);
  });
});

describe('holds', () => {
  test('compares versions as versions', () => {
    expect(holds(compare('>=', version, constant('3.9', 'version')), scope)).toBe(true);
    expect(holds(compare('<', version, constant('3.9', 'version')), scope)).toBe(false);
    expect(holds(compare('==', version, constant('3.10.0', 'version')), scope)).toBe(true);
  });

  test('`in` uses the order of the items’ type', () => {
    const list = constant(['1.0', '3.10.0'], { listOf: 'version' });
    expect(holds(compare('in', version, list), scope)).toBe(true);
  });

  test('joins with and, or, not', () => {
    const ready: CheckedCondition = {
      kind: 'holds',
      value: { kind: 'read', type: 'boolean', name: 'ready' },
    };
    const never: CheckedCondition = { kind: 'not', test: ready };
    expect(holds({ kind: 'and', tests: [ready, never] }, scope)).toBe(false);
    expect(holds({ kind: 'or', tests: [never, ready] }, scope)).toBe(true);
  });
});

describe('narrow', () => {
  test.each<[string, Type, Datum]>([
    ['x86_64\n', 'name', 'x86_64'],
    ['3.0\r\n', 'version', '3.0'],
    [' a b \n', 'text', ' a b \n'],
    ['42\n', 'integer', 42],
    ['2GiB', 'size', 2 ** 31],
    ['512', 'size', 512],
    ['90', 'duration', 90_000],
    ['2m', 'duration', 120_000],
    ['true\n', 'boolean', true],
    ['/opt/umg', 'path', '/opt/umg'],
    ['C:/Program Files/UMG', 'path', 'C:/Program Files/UMG'],
    ['a\nb\n', { listOf: 'name' }, ['a', 'b']],
    ['fe80::1%eth0', 'host', 'fe80::1%eth0'],
  ])('%j as %j', (text, type, value) => {
    expect(narrow(text, type)).toEqual({ ok: true, value });
  });

  test.each<[string, Type]>([
    ['-oProxyCommand=x', 'host'],
    ['a;reboot', 'host'],
    ['$(id)', 'host'],
    ['a\nb', 'host'],
    ['-rf', 'name'],
    ['..', 'name'],
    ['a/b', 'name'],
    ['', 'name'],
    ['relative', 'path'],
    ['/a/../b', 'path'],
    ['/a/./b', 'path'],
    ['/a//b', 'path'],
    ['/a/', 'path'],
    ['/a/*', 'path'],
    ['/a\u001b]0;x', 'path'],
    ['/a/\u202egpj', 'path'],
    ['latest', 'version'],
    ['99999999999', 'integer'],
    ['yes', 'boolean'],
    ['-1', 'size'],
    ['x', 'secret'],
  ])('F7 %j is no %j', (text, type) => {
    expect(narrow(text, type).ok).toBe(false);
  });
});

describe('render', () => {
  test.each<[Datum, Type, string[]]>([
    ["'; rm -rf / #", 'text', ["'; rm -rf / #"]],
    [2 ** 31, 'size', ['2147483648']],
    [1_500, 'duration', ['2']],
    [false, 'boolean', ['false']],
    [['/a', '/b c'], { listOf: 'path' }, ['/a', '/b c']],
    [[], { listOf: 'path' }, []],
  ])('F8 %j of %j', (datum, type, texts) => {
    expect(render(datum, type)).toEqual(texts);
  });
});

describe('longestMs', () => {
  const place = { line: 1, span: { start: 0, end: 0 } };

  function step(withinMs: number): CheckedItem {
    return {
      kind: 'step',
      id: 'check.1',
      primitive: 'running',
      family: 'check',
      arguments: [],
      rest: [],
      withinMs,
      tries: 1,
      everyMs: 0,
      wayBack: { by: 'nothing' },
      touches: [],
      place,
    };
  }

  test('adds steps, takes the longer branch, and counts loops', () => {
    const condition: CheckedCondition = { kind: 'holds', value: constant(true, 'boolean') };
    const list: Expression = { kind: 'read', type: { listOf: 'integer' }, name: 'ports' };
    const items: CheckedItem[] = [
      step(5_000),
      {
        kind: 'when',
        condition,
        then: [step(1_000)],
        otherwise: [step(2_000), step(2_000)],
        place,
      },
      { kind: 'for', name: 'port', list, body: [step(10)], place },
    ];
    expect(longestMs(items, scope)).toBe(5_000 + 4_000 + 20);
    expect(longestMs(items)).toBe(5_000 + 4_000 + 10 * 1_000);
  });
});
