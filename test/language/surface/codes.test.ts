/** The registry of codes. */
import { expect, test } from 'vitest';
import { areas, codes, pageOf } from '../../../src/language/codes/index.ts';

const entries = Object.entries(areas).flatMap(([area, its]) =>
  Object.keys(its).map((code) => ({ area, code })),
);

test('no code stands in two areas', () => {
  const all = entries.map(({ code }) => code);
  expect(all.length).toBe(new Set(all).size);
  expect(Object.keys(codes).length).toBe(all.length);
});

test.each(entries)(
  '$code ($area) has a title and a page that says why and what to do',
  ({ code }) => {
    expect(code).toMatch(/^E\d{4}$/);
    const { title, page } = pageOf(code);
    expect(title).toMatch(/^[^\n]{3,80}$/);
    expect(page.length).toBeGreaterThan(20);
  },
);

test('an unknown code is a defect', () => {
  expect(() => pageOf('E9999')).toThrow('defect');
});
