/**
 * Canonical JSON: one text for one value, whatever order its fields were put in.
 *
 * Rule 1: keys sorted by code units, no blanks, fields without a value left out, as RFC 8785 has it for what occurs here.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value))
    return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => Number(a > b) - Number(a < b))
    .map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`);
  return `{${fields.join(',')}}`;
}
