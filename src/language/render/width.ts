/** How many columns a text takes on a terminal. */

const none = /^(?:\p{Mn}|\p{Me}|\p{Cf})$/u;
// East Asian Width W and F (Unicode Standard Annex 11), by blocks.
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]$/u;

export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    if (character < '\u0300') width += 1;
    else width += none.test(character) ? 0 : wide.test(character) ? 2 : 1;
  }
  return width;
}
