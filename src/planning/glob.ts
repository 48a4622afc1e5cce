/** Patterns over device names: `*` is any run of characters, `?` any one; all else is itself. */

export function matcherOf(pattern: string): (name: string) => boolean {
  if (!/[*?]/.test(pattern)) return (name) => name === pattern;
  return (name) => matches(pattern, name);
}

/** Goes back to the last `*` only: linear in practice, quadratic at worst, never exponential. */
function matches(pattern: string, name: string): boolean {
  let at = 0;
  let star = -1;
  let resumed = 0;
  for (let i = 0; i < name.length;) {
    const wanted = pattern[at];
    if (wanted === '*') {
      star = at++;
      resumed = i;
    } else if (wanted !== undefined && (wanted === '?' || wanted === name[i])) {
      at++;
      i++;
    } else if (star >= 0) {
      at = star + 1;
      i = ++resumed;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}
