/** docs/primitives.md, made from the declarations and from what the bindings say of themselves. */
import type { Primitive, PrimitiveParam, Type } from '../../src/language/checked.ts';

const head = `# Primitives

The words of the library: what each takes, what it touches, and its way back. Made from the declarations in
\`primitives/\`; \`UPDATE=1 npx vitest run test/primitives/reference.test.ts\` writes it anew. How a binding is
written stands in [device-kit.md](device-kit.md).
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
  const { name, title, gives } = primitive;
  const facts = [
    ...primitive.params.map(paramLine),
    ...(primitive.rest === undefined
      ? []
      : [`- any more without a label: ${typeText(primitive.rest.type)} each`]),
    ...primitive.touches.map(({ effect, kind, param }) => `- ${effect}: the ${kind} \`${param}\``),
    ...(gives === undefined ? [] : [`- gives: ${typeText(gives)}`]),
    `- families: ${primitive.families.join(', ')}`,
    `- longest time, without \`within\`: ${String(primitive.takesMs / 1000)} s`,
    `- way back: ${wayBack(primitive)}`,
  ];
  const notes = Object.entries(primitive.bindings).map(([platform, text]) =>
    noteOf(platform, text),
  );
  return [
    `## ${name}`,
    title,
    `\`\`\`text\n${synopsis(primitive)}\n\`\`\``,
    facts.join('\n'),
    ...notes.filter((note) => note !== ''),
    `Declaration and bindings: [${folder}](../${folder})`,
  ].join('\n\n');
}

function synopsis({ name, params, rest }: Primitive): string {
  const words = params.map(({ name: param, value }, at) => {
    const word = at === 0 ? param.toUpperCase() : `${param}: ${param.toUpperCase()}`;
    return value === undefined ? word : `[${word}]`;
  });
  return [name, ...words, ...(rest === undefined ? [] : ['...'])].join(' ');
}

function paramLine({ name, type, value }: PrimitiveParam): string {
  const otherwise = value === undefined ? '' : `; ${JSON.stringify(value)} if it is left out`;
  return `- \`${name}\`: ${typeText(type)}${otherwise}`;
}

function typeText(type: Type): string {
  return typeof type === 'object' ? `list of ${type.listOf}` : type;
}

function wayBack({ reversible, touches, families }: Primitive): string {
  if (reversible) return 'its own';
  const changes = touches.some(({ effect }) => effect === 'writes' || effect === 'stops');
  if (!changes)
    return families.includes('revert') ? 'none: it mends' : 'none: there is nothing to undo';
  return 'none of its own: an earlier `keep` of what it writes, or `undo { }`';
}

/** The comment at a binding's head. */
function noteOf(platform: string, text: string): string {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('#'));
  const note = lines.slice(0, end).map((line) => line.replace(/^# ?/, ''));
  return note.length === 0 ? '' : `On ${platform}: ${note.join(' ')}`;
}
