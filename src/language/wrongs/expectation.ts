/** `expected a value, a modifier or the line's end`: names of token types → words. */

const groups: readonly (readonly [phrase: string, types: readonly string[]])[] = [
  ['a value', ['Text', 'LongText', 'Numeral', 'Name', '"true"', '"false"', 'LeftBracket']],
  ['a modifier', ['"retry"', '"within"', '"as"', '"undo"', '"irreversible"']],
  ['a comparison', ['Compare', '"in"']],
  ['a text', ['Text', 'LongText']],
  ['a condition', ['"not"', 'LeftParen']],
];

const signs: Readonly<Record<string, string>> = {
  Name: 'a name',
  Numeral: 'a number',
  Text: 'a text',
  LongText: 'a text',
  Compare: 'a comparison',
  LineEnd: "the line's end",
  EOF: "the file's end",
  item: 'an item',
  LeftBrace: '`{`',
  RightBrace: '`}`',
  LeftBracket: '`[`',
  RightBracket: '`]`',
  LeftParen: '`(`',
  RightParen: '`)`',
  Comma: '`,`',
  Colon: '`:`',
  Dot: '`.`',
  Equals: '`=`',
};

export function phraseOf(expected: readonly string[]): string {
  const left = new Set(expected);
  const phrases: string[] = [];
  for (const [phrase, types] of groups) {
    if (!types.every((type) => left.has(type))) continue;
    for (const type of types) left.delete(type);
    phrases.push(phrase);
  }
  // Where so much else may stand, what could make the name before longer only distracts.
  if (left.size + phrases.length > 2) for (const sign of ['Colon', 'Dot']) left.delete(sign);
  // Last, since it reads best there.
  const ends = left.delete('LineEnd');
  for (const type of left) phrases.push(signs[type] ?? `\`${type.slice(1, -1)}\``);
  if (ends) phrases.push("the line's end");
  return list(phrases);
}

function list(phrases: readonly string[]): string {
  const all = [...new Set(phrases)];
  const last = all.pop();
  if (last === undefined) return 'something else';
  return all.length === 0 ? last : `${all.join(', ')} or ${last}`;
}
