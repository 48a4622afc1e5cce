/** How the story is told: headings, sentences, commands and what they print. Understood without colour. */
import { stripVTControlCharacters, styleText } from 'node:util';

export interface Voice {
  readonly heading: (text: string) => void;
  readonly tell: (text: string) => void;
  readonly command: (text: string) => void;
  readonly output: (line: string) => void;
}

export function makeVoice(stream: NodeJS.WriteStream): Voice {
  const style = (format: 'bold' | 'cyan' | 'dim', text: string): string =>
    styleText(format, text, { stream });
  const line = (text: string): void => {
    stream.write(`${text}\n`);
  };
  return {
    heading: (text) => {
      line(`\n${style('bold', `── ${text} ${'─'.repeat(Math.max(0, 92 - text.length))}`)}\n`);
    },
    tell: line,
    command: (text) => {
      line(`\n${style('cyan', `$ ${text}`)}`);
    },
    output: (text) => {
      line(`  ${style('dim', stripVTControlCharacters(text))}`);
    },
  };
}
