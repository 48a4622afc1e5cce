/** Times for people: `4m 10s`. */
const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;

/** Rounded up to whole seconds, as devices count. */
export function sayLong(ms: number): string {
  let left = Math.ceil(ms / 1_000) * 1_000;
  const parts: string[] = [];
  for (const [unit, factor] of units) {
    if (left < factor) continue;
    parts.push(`${String(Math.floor(left / factor))}${unit}`);
    left %= factor;
  }
  return parts.length === 0 ? '0s' : parts.join(' ');
}
