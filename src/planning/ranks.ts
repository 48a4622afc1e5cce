/**
 * Who comes before whom: precedences → ranks of devices.
 *
 * Rule 1: a device stands in the earliest rank that its precedences allow.
 * Rule 2: a circle is printed as it goes round.
 */
import type { Precedence } from '../language/checked.ts';
import { matcherOf } from './glob.ts';

export type Ranks =
  | { readonly ranks: readonly (readonly string[])[] }
  /** The first is repeated at the end. */
  | { readonly cycle: readonly string[] }
  /** A pattern that finds nobody among the members. */
  | { readonly nobody: string };

interface Before {
  readonly first: readonly string[];
  readonly then: readonly string[];
}

export function ranksOf(members: readonly string[], order: readonly Precedence[]): Ranks {
  const relations: Before[] = [];
  for (const { first, then } of order) {
    const relation = {
      first: members.filter(matcherOf(first)),
      then: members.filter(matcherOf(then)),
    };
    if (relation.first.length === 0) return { nobody: first };
    if (relation.then.length === 0) return { nobody: then };
    relations.push(relation);
  }
  const rank = layers(members, relations);
  return rank === undefined
    ? { cycle: cycleIn(members, relations) }
    : { ranks: inRanks(members, rank) };
}

/** In a chain without a circle each relation is used once at most, so that many rounds are enough. */
function layers(
  members: readonly string[],
  relations: readonly Before[],
): ReadonlyMap<string, number> | undefined {
  const rank = new Map(members.map((name) => [name, 0]));
  for (let round = 0; round <= relations.length; round += 1) {
    const moved = relations.map((relation) => push(rank, relation));
    if (!moved.includes(true)) return rank;
  }
  return undefined;
}

function push(rank: Map<string, number>, { first, then }: Before): boolean {
  const least = Math.max(...first.map((name) => rank.get(name) ?? 0)) + 1;
  const late = then.filter((name) => (rank.get(name) ?? 0) < least);
  for (const name of late) rank.set(name, least);
  return late.length > 0;
}

function inRanks(
  members: readonly string[],
  rank: ReadonlyMap<string, number>,
): readonly (readonly string[])[] {
  const ranks: string[][] = [];
  for (const name of members) (ranks[rank.get(name) ?? 0] ??= []).push(name);
  return ranks;
}

/** Follows successors from each device until one comes up again. */
function cycleIn(members: readonly string[], relations: readonly Before[]): readonly string[] {
  const done = new Set<string>();
  for (const start of members) {
    const found = walk(start, [], relations, done);
    if (found !== undefined) return found;
  }
  return [];
}

function walk(
  name: string,
  path: readonly string[],
  relations: readonly Before[],
  done: Set<string>,
): readonly string[] | undefined {
  const seen = path.indexOf(name);
  if (seen >= 0) return [...path.slice(seen), name];
  if (done.has(name)) return undefined;
  for (const { first, then } of relations) {
    if (!first.includes(name)) continue;
    for (const next of then) {
      const found = walk(next, [...path, name], relations, done);
      if (found !== undefined) return found;
    }
  }
  done.add(name);
  return undefined;
}
