/** The hash is what is approved: the same plan has one, and nothing of it changes without changing that. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from '../../src/planning/canonical.ts';
import { inputs, resolved, unit } from './fixture.ts';

const json = fc.jsonValue() as fc.Arbitrary<unknown>;

/** The same value with its fields put in another order. */
function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).reverse();
  return Object.fromEntries(fields.map(([key, field]) => [key, shuffled(field)]));
}

test('canonical JSON says the same, whatever order the fields came in', () => {
  fc.assert(
    fc.property(json, (value) => {
      expect(canonicalJson(shuffled(value))).toBe(canonicalJson(value));
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('two values with the same canonical JSON are the same', () => {
  fc.assert(
    fc.property(json, json, (a, b) => {
      if (canonicalJson(a) === canonicalJson(b))
        expect(JSON.parse(JSON.stringify(a))).toEqual(JSON.parse(JSON.stringify(b)));
    }),
  );
});

test('fields without a value are left out; keys are in the order of their code units', () => {
  expect(canonicalJson({ b: undefined, ä: 1, a: [undefined, 'x\n'], Z: {} })).toBe(
    '{"Z":{},"a":[null,"x\\n"],"ä":1}',
  );
});

test('the order of the inventory’s devices says nothing where the plan orders nobody by it', () => {
  const one = resolved(inputs(['msc-01', 'umg-01', 'spare'], [unit()]));
  const other = resolved(inputs(['spare', 'umg-01', 'msc-01'], [unit()]));
  expect(other.hash).toBe(one.hash);
});

test('the hash is over everything but itself, and survives being stored', () => {
  const plan = resolved(inputs(['msc-01', 'umg-01'], [unit()]));
  const { hash, ...body } = JSON.parse(JSON.stringify(plan)) as typeof plan;
  const again = inputs([], []).hash(canonicalJson(body));
  expect(again).toBe(hash);
});

test.each([
  ['a device’s param', ['msc-01: { params: { root: /x } }', 'umg-01'], {}],
  ['a device’s home', ['msc-01: { shell: /bin/dash }', 'umg-01'], {}],
  ['the vote’s time', ['msc-01', 'umg-01'], { voteWithinMs: 3_600_000 }],
  ['the order', ['msc-01', 'umg-01'], { prepareOrder: [{ first: 'msc-*', then: 'umg-*' }] }],
])('%s is in it', (_what, devices, more) => {
  const plain = resolved(inputs(['msc-01', 'umg-01'], [unit()]));
  expect(resolved(inputs(devices, [unit(more)])).hash).not.toBe(plain.hash);
});
