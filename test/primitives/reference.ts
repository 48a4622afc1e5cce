/** docs/primitives.md: an index, and the page that `cutover explain WORD` prints of each word. */
import type { Primitive } from '../../src/language/checked.ts';
import { primitivePage } from '../../src/language/explain/primitive-page.ts';

const head = `# Primitives

The words of the library: what each takes, what it touches, and its way back. \`cutover explain WORD\` prints a word's
page. Made from the declarations in \`primitives/\`; \`UPDATE=1 npx vitest run test/primitives/reference.test.ts\` writes
it anew. How a binding is written stands in [device-kit.md](device-kit.md).
`;

export interface Word {
  readonly primitive: Primitive;
  /** Its folder, \`primitives/FAMILY/NAME\`. */
  readonly folder: string;
}

export function reference(words: readonly Word[]): string {
  const index = words.map(({ primitive }) => {
    const { name, families, title } = primitive;
    return `| [${name}](#${name}) | ${families.join(', ')} | ${title} |`;
  });
  const table = ['| word | families | |', '| --- | --- | --- |', ...index].join('\n');
  return [head, table, ...words.map(page)].join('\n\n');
}

function page({ primitive, folder }: Word): string {
  return `${primitivePage(primitive)}\n\nDeclaration and bindings: [${folder}](../${folder})`;
}
