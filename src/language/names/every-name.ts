/** Every name that a script gives anywhere, so that one out of reach is told from an unknown one. */
import type { Outline } from '../phases/outline.ts';
import type { Item, Name } from '../tree.ts';

export function everyName(outline: Outline): ReadonlyMap<string, Name> {
  const names = outline.phases.flatMap(({ node }) => namesGivenBy(node.body.items));
  const head = outline.head.flatMap((item) => (item.kind === 'reading' ? [] : [item.name]));
  // The first that gives a name is the one to be shown.
  return new Map([...head, ...names].reverse().map((name) => [name.text, name]));
}

function namesGivenBy(items: readonly Item[]): readonly Name[] {
  return items.flatMap((item) => {
    switch (item.kind) {
      case 'statement':
        return item.modifiers.flatMap((modifier) => {
          if (modifier.kind === 'as') return [modifier.name];
          return modifier.kind === 'undo' ? namesGivenBy(modifier.body.items) : [];
        });
      case 'let':
        return [item.name];
      case 'for':
        return [item.name, ...namesGivenBy(item.body.items)];
      case 'when':
        return [...namesGivenBy(item.body.items), ...namesGivenBy(item.otherwise?.items ?? [])];
      default:
        return [];
    }
  });
}
