/** Debian's versions and their order (deb-version(7)): `[epoch:]upstream[-revision]`, `~` below all. */

const SHAPE = /^(?:(\d{1,9}):)?(\d[A-Za-z0-9.+~:-]*?)(?:-([A-Za-z0-9+.~]+))?$/;
const LONGEST = 256;

export function isDebianVersion(text: string): boolean {
  return text.length <= LONGEST && SHAPE.test(text);
}

/** Below zero, zero or above it. */
export function compareDebianVersions(left: string, right: string): number {
  const a = SHAPE.exec(left);
  const b = SHAPE.exec(right);
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  return (
    Number(a[1] ?? 0) - Number(b[1] ?? 0) ||
    compareParts(a[2] ?? '', b[2] ?? '') ||
    compareParts(a[3] ?? '0', b[3] ?? '0')
  );
}

/** By turns a run of non-digits, by `rank`, and a number. */
function compareParts(left: string, right: string): number {
  const a = turns(left);
  const b = turns(right);
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const compare = at % 2 === 0 ? compareWords : compareDigits;
    const difference = compare(a[at] ?? '', b[at] ?? '');
    if (difference !== 0) return difference;
  }
  return 0;
}

function turns(text: string): readonly string[] {
  const runs = text.match(/\D+|\d+/g) ?? [];
  return /^\d/.test(text) ? ['', ...runs] : runs;
}

function compareDigits(left: string, right: string): number {
  const a = left.replace(/^0+/, '');
  const b = right.replace(/^0+/, '');
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : Number(a > b);
}

function compareWords(left: string, right: string): number {
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = rank(left[at]) - rank(right[at]);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** `~` below the end, the end below letters, letters below all else. */
function rank(character: string | undefined): number {
  if (character === undefined) return 0;
  if (character === '~') return -1;
  return /[A-Za-z]/.test(character) ? character.charCodeAt(0) : character.charCodeAt(0) + 256;
}
