import { describe, expect, test } from 'vitest';
import { covers, mayOverlap, unknown } from '../../../src/language/undo/symbolic.ts';

const root = unknown('root', 'path');
const slot = unknown('slot', 'name');

describe('a folder covers a path', () => {
  test.each([
    ['/etc', '/etc'],
    ['/etc', '/etc/umg/x'],
    ['/', '/etc'],
    [root, `${root}/etc`],
    [`${root}/${slot}`, `${root}/${slot}/etc`],
  ])('%j covers %j', (folder, path) => {
    expect(covers(folder, path)).toBe(true);
  });

  test.each([
    ['/etc', '/etc2'],
    ['/etc/umg', '/etc'],
    [root, '/opt/umg/etc'],
    [`${root}/a`, `${root}/${slot}`],
    ['/opt/a', `/opt/${slot}`],
  ])('%j does not surely cover %j', (folder, path) => {
    expect(covers(folder, path)).toBe(false);
  });
});

describe('two paths', () => {
  test.each([
    ['/a/b', '/a/c/d'],
    ['/a', '/b'],
    [`${root}/a`, `${root}/b`],
    [`/x/${slot}/a`, `/y/${slot}/a`],
    [`/x/${slot}/a`, '/x/one/b'],
  ])('%j and %j lie apart', (a, b) => {
    expect(mayOverlap(a, b)).toBe(false);
  });

  test.each([
    ['/a', '/a/b'],
    ['/a/b', '/a'],
    [`/a/${slot}`, '/a/b'],
    [root, '/etc'],
    [`${root}/a`, '/etc/b'],
    [`/srv${root}/a`, '/srv/x/y/b'],
  ])('%j and %j may be one', (a, b) => {
    expect(mayOverlap(a, b)).toBe(true);
  });
});
