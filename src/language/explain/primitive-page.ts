/**
 * A word of the library for whoever writes or reads scripts: what it takes, what it touches, its way back; from its
 * declaration, and from what its bindings say of themselves. docs/primitives.md is made of these pages.
 */
import type { Primitive, PrimitiveParam } from '../checked.ts';
import { sayType } from '../types/type-names.ts';
import { sayDatum } from './words.ts';

/** In Markdown, without a line end at the last. */
export function primitivePage(primitive: Primitive): string {
  const { name, title } = primitive;
  const notes = Object.entries(primitive.bindings).map(([platform, text]) =>
    noteOf(platform, text),
  );
  return [
    `## ${name}`,
    title,
    `\`\`\`text\n${synopsis(primitive)}\n\`\`\``,
    factsOf(primitive).join('\n'),
    ...notes.filter((note) => note !== ''),
  ].join('\n\n');
}

function factsOf(primitive: Primitive): readonly string[] {
  const { params, rest, touches, gives, families, takesMs } = primitive;
  return [
    ...params.map(paramLine),
    ...(rest === undefined ? [] : [`- any more without a label: ${sayType(rest.type)} each`]),
    ...touches.map(({ effect, kind, param }) => `- ${effect}: the ${kind} \`${param}\``),
    ...(gives === undefined ? [] : [`- gives: ${sayType(gives)}`]),
    `- families: ${families.join(', ')}`,
    `- longest time, without \`within\`: ${String(takesMs / 1000)} s`,
    `- way back: ${wayBack(primitive)}`,
  ];
}

function synopsis({ name, params, rest }: Primitive): string {
  const words = params.map(({ name: param, value }, at) => {
    const word = at === 0 ? param.toUpperCase() : `${param}: ${param.toUpperCase()}`;
    return value === undefined ? word : `[${word}]`;
  });
  return [name, ...words, ...(rest === undefined ? [] : ['...'])].join(' ');
}

function paramLine({ name, type, value }: PrimitiveParam): string {
  const otherwise = value === undefined ? '' : `; ${sayDatum(value, type)} if it is left out`;
  return `- \`${name}\`: ${sayType(type)}${otherwise}`;
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
