/**
 * Versions and their order: numbers between dots, as many as there are, then semver's pre-release.
 *
 * Rule 1: `3.10` is above `3.9`; `3.0` is `3.0.0`; `3.0-rc.1` is below `3.0`; what stands after `+` doesn't count.
 * Rule 2: the order of pre-releases is semver's own (section 11).
 */
import { compare as compareSemver } from 'semver';

const SHAPE =
  /^v?(\d{1,15}(?:\.\d{1,15})*)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?$/;
const LONGEST = 128;

export function isVersion(text: string): boolean {
  return text.length <= LONGEST && SHAPE.test(text);
}

/** Below zero, zero or above it. Both must be versions; what isn't one is below all that are. */
export function compareVersions(left: string, right: string): number {
  const a = SHAPE.exec(left);
  const b = SHAPE.exec(right);
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  return compareNumbers(a[1] ?? '', b[1] ?? '') || comparePreReleases(a[2], b[2]);
}

function compareNumbers(left: string, right: string): number {
  const a = left.split('.').map(Number);
  const b = right.split('.').map(Number);
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function comparePreReleases(left: string | undefined, right: string | undefined): number {
  if (left === undefined || right === undefined)
    return Number(left === undefined) - Number(right === undefined);
  return compareSemver(`0.0.0-${strict(left)}`, `0.0.0-${strict(right)}`);
}

/** Semver refuses numbers with leading zeros (`rc.01`) and above 2^53; both are in the field. */
function strict(preRelease: string): string {
  return preRelease
    .split('.')
    .map((part) => (/^\d+$/.test(part) ? part.replace(/^0+(?=\d)/, '').slice(0, 15) : part))
    .join('.');
}
