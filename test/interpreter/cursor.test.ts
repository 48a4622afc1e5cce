/** Steps travel together up to where something must be decided from what they give. */
import { expect, test } from 'vitest';
import type {
  CheckedCondition,
  CheckedItem,
  CheckedStep,
  Expression,
} from '../../src/language/checked.ts';
import { cursorAt, flatten, nextBatch, type Batch } from '../../src/interpreter/cursor.ts';
import { makeScope, type DeviceScope } from '../../src/interpreter/scope.ts';

const place = { line: 1, span: { start: 0, end: 0 } };
const read = (name: string): Expression => ({ kind: 'read', type: 'text', name });
const text = (value: string): Expression => ({ kind: 'constant', type: 'text', value });
const equal = (left: Expression, right: Expression): CheckedCondition => ({
  kind: 'compare',
  op: '==',
  left,
  right,
});

function step(id: string, uses: readonly string[] = [], gives?: string): CheckedStep {
  return {
    kind: 'step',
    id,
    primitive: 'probe',
    family: 'check',
    arguments: uses.map((name, at) => ({
      param: `p${String(at)}`,
      type: 'text',
      value: read(name),
    })),
    rest: [],
    withinMs: 1000,
    tries: 1,
    everyMs: 0,
    wayBack: { by: 'nothing' },
    touches: [],
    place,
    ...(gives === undefined ? {} : { as: { name: gives, type: 'text' } }),
  };
}

function scope(): DeviceScope {
  return makeScope({
    device: {
      name: 'd1',
      script: 's',
      platform: 'posix',
      address: { transport: 'local', shell: 'sh' },
      home: '/h',
      params: { root: '/r' },
      artifacts: { package: 'any 10 ab p\nx86_64 25 cd q' },
    },
    script: undefined as never,
    release: { name: 'core', version: '3.0' },
    transaction: 't-1',
  });
}

function ids(batch: ReturnType<typeof nextBatch>): readonly string[] {
  return 'fault' in batch ? [batch.fault.code] : batch.steps.map((each) => each.id);
}

const ignore = (): void => undefined;

test('what depends on nothing travels in one batch', () => {
  const batch = nextBatch(cursorAt([step('a', ['root']), step('b'), step('c')]), scope(), ignore);
  expect(ids(batch)).toEqual(['a', 'b', 'c']);
});

test('a step that needs what the batch gives waits for its answer', () => {
  const known = scope();
  const first = nextBatch(
    cursorAt([step('a', [], 'arch'), step('b'), step('c', ['arch'])]),
    known,
    ignore,
  ) as Batch;
  expect(ids(first)).toEqual(['a', 'b']);
  expect(first.ended).toBe(false);
  known.set('arch', 'x86_64');
  expect(ids(nextBatch(first.cursor, known, ignore))).toEqual(['c']);
});

test('a branch is decided when its condition can be', () => {
  const known = scope();
  const items: readonly CheckedItem[] = [
    step('a', [], 'arch'),
    {
      kind: 'when',
      condition: equal(read('arch'), text('arm')),
      then: [step('t')],
      otherwise: [step('e')],
      place,
    },
    step('z'),
  ];
  const first = nextBatch(cursorAt(items), known, ignore) as Batch;
  expect(ids(first)).toEqual(['a']);
  known.set('arch', 'x86_64');
  expect(ids(nextBatch(first.cursor, known, ignore))).toEqual(['e', 'z']);
});

test('a require that fails lets what stands before it run first', () => {
  const items: readonly CheckedItem[] = [
    step('a'),
    {
      kind: 'require',
      condition: equal(read('root'), text('/other')),
      otherwise: text('not here'),
      place,
    },
    step('b'),
  ];
  const first = nextBatch(cursorAt(items), scope(), ignore) as Batch;
  expect(ids(first)).toEqual(['a']);
  expect(nextBatch(first.cursor, scope(), ignore)).toMatchObject({
    fault: { code: 'require', message: 'not here', line: 1 },
  });
});

test('a loop goes over its list, nested ones too, each time with its value', () => {
  const list = (values: readonly string[]): Expression => ({
    kind: 'constant',
    type: { listOf: 'text' },
    value: values,
  });
  const seen: string[] = [];
  const known = scope();
  const inner: CheckedItem = {
    kind: 'for',
    name: 'y',
    list: list(['1', '2']),
    body: [step('s', ['x', 'y'])],
    place,
  };
  const outer: CheckedItem = {
    kind: 'for',
    name: 'x',
    list: list(['a', 'b']),
    body: [inner],
    place,
  };
  const batch = nextBatch(cursorAt([outer, step('end')]), known, (each) => {
    if (each.id === 's') seen.push(`${String(known.get('x'))}${String(known.get('y'))}`);
  });
  expect(seen).toEqual(['a1', 'a2', 'b1', 'b2']);
  expect(ids(batch).at(-1)).toBe('end');
});

test('an empty loop is passed over', () => {
  const none: Expression = { kind: 'constant', type: { listOf: 'text' }, value: [] };
  const batch = nextBatch(
    cursorAt([{ kind: 'for', name: 'x', list: none, body: [step('s')], place }, step('end')]),
    scope(),
    ignore,
  );
  expect(ids(batch)).toEqual(['end']);
});

test('a cursor is plain data: stored and read back it goes on alike', () => {
  const known = scope();
  const first = nextBatch(cursorAt([step('a', [], 'v'), step('b', ['v'])]), known, ignore) as Batch;
  known.set('v', '1');
  const stored = JSON.parse(JSON.stringify(first.cursor)) as typeof first.cursor;
  expect(ids(nextBatch(stored, known, ignore))).toEqual(['b']);
});

test('flatten gives all steps of known items', () => {
  expect(
    (flatten([step('a'), step('b')], scope()) as readonly CheckedStep[]).map((each) => each.id),
  ).toEqual(['a', 'b']);
});

test("an artifact's size is its largest variant's", () => {
  expect(scope().get('package.size')).toBe(25);
});
