/** Links that share a device are one set: what must work with what. */

/** Sets in the order of their first device; devices in the order of the links. */
export function linkedSets(links: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const setOf = new Map<string, Set<string>>();
  for (const link of links) {
    const merged = new Set<string>();
    for (const name of link) for (const each of setOf.get(name) ?? [name]) merged.add(each);
    for (const name of merged) setOf.set(name, merged);
  }
  return [...new Set(setOf.values())].map((set) => [...set]);
}
