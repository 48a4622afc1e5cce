/** A name where it is given: here its form counts; elsewhere it is known, or it isn't. */
import type { IToken } from 'chevrotain';
import type { Name } from '../tree.ts';
import { complain } from './builder.ts';
import type { Builder } from './builder.ts';
import { nameOf } from './cst.ts';

const form = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const longest = 64;

export function buildGivenName(builder: Builder, token: IToken | undefined): Name | undefined {
  const name = nameOf(token);
  if (name === undefined) return undefined;
  if (!form.test(name.text)) {
    const better = suggestion(name.text);
    const hint = form.test(better) ? `did you mean \`${better}\`?` : undefined;
    const message = 'a name is small letters and digits, joined by single `-`';
    complain(builder, 'E0113', name.span, { message, hint });
  } else if (name.text.length > longest) {
    const message = `a name has at most ${longest} characters`;
    complain(builder, 'E0113', name.span, { message });
  }
  return name;
}

function suggestion(text: string): string {
  const parts = text
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[-_]+/);
  return parts.filter((part) => part !== '').join('-');
}
