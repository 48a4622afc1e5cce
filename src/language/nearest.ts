/**
 * The known word nearest to a misspelt one, by restricted Damerau-Levenshtein distance
 * (a swap of neighbours counts one, so `lnik` is near `link`).
 */

/** Nothing where no word is near enough: a third of the letters may differ, at least one, at most three. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  const most = Math.min(3, Math.max(1, Math.floor(word.length / 3)));
  let best: { readonly word: string; readonly distance: number } | undefined;
  for (const candidate of known) {
    if (candidate === word || Math.abs(candidate.length - word.length) > most) continue;
    const distance = distanceBetween(wanted, candidate.toLowerCase());
    if (distance <= most && (best === undefined || distance < best.distance)) {
      best = { word: candidate, distance };
    }
  }
  return best?.word;
}

/** `did you mean …?`, for a diagnostic's hint. */
export function nearestHint(word: string, known: Iterable<string>): string | undefined {
  const found = nearest(word, known);
  return found === undefined ? undefined : `did you mean \`${found}\`?`;
}

/** Row by row; three rows are enough, since a swap looks back by two. */
function distanceBetween(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) row.push(cell(a, b, i, j, row, above, before));
    [before, above] = [above, row];
  }
  return above[b.length] ?? 0;
}

function cell(
  a: string,
  b: string,
  i: number,
  j: number,
  row: readonly number[],
  above: readonly number[],
  before: readonly number[],
): number {
  const same = a[i - 1] === b[j - 1];
  const least = Math.min(
    (row[j - 1] ?? 0) + 1,
    (above[j] ?? 0) + 1,
    (above[j - 1] ?? 0) + (same ? 0 : 1),
  );
  const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
  return swapped ? Math.min(least, (before[j - 2] ?? 0) + 1) : least;
}
