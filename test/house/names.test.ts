/** Names say what is inside: kebab-case, and none that would take anything in. */
import { basename, dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ownFiles } from './tree.ts';

const code = /^(grammar|src|primitives|scripts|test)\//;
const sacks = [
  'util',
  'utils',
  'helper',
  'helpers',
  'common',
  'manager',
  'managers',
  'misc',
  'lib',
];
/** `name.test.ts`, `name.d.ts`, `name.sh`; fixtures are named by what they imitate. */
const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
const scriptNames = /^[a-z0-9]+([-.][a-z0-9]+)*\.cutover$/;

const files = ownFiles().filter((path) => code.test(path) && !/\/(__\w+__|fixtures)\//.test(path));

describe('names', () => {
  test('files and folders are in kebab-case', () => {
    const odd = files.filter((path) => {
      const parts = [...dirname(path).split('/'), basename(path)];
      return !parts.every(
        (part) => part === 'README.md' || kebab.test(part) || scriptNames.test(part),
      );
    });
    expect(odd).toEqual([]);
  });

  test('nothing is named like a sack', () => {
    const bad = files.filter((path) =>
      path.split('/').some((part) => part.split(/[-.]/).some((word) => sacks.includes(word))),
    );
    expect(bad).toEqual([]);
  });
});
