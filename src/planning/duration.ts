/** Durations for people: `90_000` is `1m 30s`. */
const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;

/** The two largest units; below a second in milliseconds. */
export function inWords(ms: number): string {
  if (ms < 1_000) return `${String(Math.ceil(ms))}ms`;
  const parts: string[] = [];
  let left = Math.ceil(ms / 1_000) * 1_000;
  for (const [name, length] of UNITS) {
    const count = Math.floor(left / length);
    left -= count * length;
    if (count > 0) parts.push(`${String(count)}${name}`);
  }
  return parts.slice(0, 2).join(' ');
}
