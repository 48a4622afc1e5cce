/**
 * How deep a YAML text's brackets go, before the parser is let at it: a flood of them costs it minutes.
 *
 * Rule 1: no text that is well is refused: a quick count that knows no quotes only decides whether to count exactly.
 */
import { CST, Lexer } from 'yaml';

export function bracketsTooDeep(text: string, deepest: number): boolean {
  return roughDepth(text) > deepest && exactlyTooDeep(text, deepest);
}

/** Brackets in quotes and comments count too. */
function roughDepth(text: string): number {
  let depth = 0;
  let most = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '[' || character === '{') most = Math.max(most, (depth += 1));
    else if (character === ']' || character === '}') depth = Math.max(0, depth - 1);
  }
  return most;
}

function exactlyTooDeep(text: string, deepest: number): boolean {
  let depth = 0;
  for (const token of new Lexer().lex(text)) {
    const type = CST.tokenType(token);
    if (type === 'flow-seq-start' || type === 'flow-map-start') depth += 1;
    else if (type === 'flow-seq-end' || type === 'flow-map-end') depth -= 1;
    if (depth > deepest) return true;
  }
  return false;
}
