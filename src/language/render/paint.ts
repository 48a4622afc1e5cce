/** Colours, where they are wanted; everything is understood without. */
export type Paint = (style: Style, text: string) => string;

export type Style = 'error' | 'warning' | 'gutter' | 'second' | 'strong';

const codes: Readonly<Record<Style, string>> = {
  error: '1;31',
  warning: '1;33',
  gutter: '34',
  second: '36',
  strong: '1',
};

export const plain: Paint = (_style, text) => text;

export const coloured: Paint = (style, text) =>
  text === '' ? '' : `\u001b[${codes[style]}m${text}\u001b[0m`;
