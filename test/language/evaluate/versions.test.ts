import { describe, expect, test } from 'vitest';
import { compareVersions, isVersion } from '../../../src/language/values/version.ts';
import {
  compareDebianVersions,
  isDebianVersion,
} from '../../../src/language/values/debian-version.ts';

describe('versions', () => {
  const rising = [
    '1.9',
    '2.0-alpha',
    '2.0-alpha.1',
    '2.0-beta.2',
    '2.0-beta.11',
    '2.0-rc.1',
    '2.0',
    '2.0.0.4',
    '2.0.1',
    '3.9',
    '3.10',
  ];

  test('rise in the order of the list', () => {
    for (const [at, low] of rising.entries())
      for (const high of rising.slice(at + 1)) {
        expect(compareVersions(low, high), `${low} < ${high}`).toBeLessThan(0);
        expect(compareVersions(high, low), `${high} > ${low}`).toBeGreaterThan(0);
      }
  });

  test.each([
    ['2.0', '2.0.0'],
    ['v3.1', '3.1'],
    ['3.0+build.7', '3.0'],
    ['2024.01.05', '2024.1.5'],
    ['1.0-rc.01', '1.0-rc.1'],
  ])('%s is %s', (left, right) => {
    expect(compareVersions(left, right)).toBe(0);
  });

  test.each(['', 'latest', '3.', '.3', '3..0', '3.0 ', '-1', '3.0-', '../3', '9'.repeat(200)])(
    '%j is none',
    (text) => {
      expect(isVersion(text)).toBe(false);
    },
  );
});

describe("Debian's versions", () => {
  const rising = [
    '1.0~beta1',
    '1.0',
    '1.0-1',
    '1.0-1+deb12u1',
    '1.0-1+deb12u2',
    '1.0-1.1',
    '1.0+git',
    '1.2',
    '1.10',
    '1:0.9',
  ];

  test('rise in the order of the list', () => {
    for (const [at, low] of rising.entries())
      for (const high of rising.slice(at + 1))
        expect(compareDebianVersions(low, high), `${low} < ${high}`).toBeLessThan(0);
  });

  test('are shaped as deb-version(7) says', () => {
    expect(isDebianVersion('1:2.36-9+deb12u4')).toBe(true);
    expect(isDebianVersion('beta')).toBe(false);
    expect(isDebianVersion('1.0_2')).toBe(false);
  });
});
