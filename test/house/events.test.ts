/** docs/events.md lists the events and their fields as the types have them. */
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { textOf } from './tree.ts';

/** Event → its fields beside the stamp, `?` where they may be missing. */
function declared(): ReadonlyMap<string, readonly string[]> {
  const source = ts.createSourceFile(
    'events.ts',
    textOf('src/report/events.ts'),
    ts.ScriptTarget.Latest,
    true,
  );
  const found = new Map<string, readonly string[]>();
  const visit = (node: ts.Node): void => {
    if (ts.isTypeLiteralNode(node)) {
      const members = node.members.filter(ts.isPropertySignature);
      const event = members.find(({ name }) => name.getText() === 'event')?.type?.getText();
      const fields = members.map(
        ({ name, questionToken }) => `${name.getText()}${questionToken ? '?' : ''}`,
      );
      if (event !== undefined)
        found.set(
          event.slice(1, -1),
          fields.filter((name) => name !== 'event'),
        );
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function documented(): ReadonlyMap<string, readonly string[]> {
  const rows = textOf('docs/events.md').matchAll(/^\| `([\w-]+)` \| [^|]+ \| `([^`]+)`/gm);
  return new Map([...rows].map(([, event = '', fields = '']) => [event, fields.split(' ')]));
}

describe('events', () => {
  test('the page lists each event with its fields', () => {
    expect(declared().size).toBeGreaterThan(10);
    expect(Object.fromEntries(documented())).toEqual(Object.fromEntries(declared()));
  });
});
