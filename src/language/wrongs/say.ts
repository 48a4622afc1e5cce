/** What the grammar found wrong → diagnostics: here stand the words for it. */
import type { Wrong } from '../../../grammar/wrong.ts';
import { complain } from '../build/builder.ts';
import type { Builder, Saying } from '../build/builder.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { escapeHidden } from '../hidden.ts';
import type { Source } from '../source.ts';
import { sayUnexpected } from './unexpected.ts';

type Said = readonly [code: string, saying: Saying];

export function sayWrong(builder: Builder, wrong: Wrong): void {
  const [code, saying] = wordsFor(wrong);
  const { start, end } = wrong;
  complain(builder, code, { start, end }, saying);
}

function wordsFor(wrong: Wrong): Said {
  switch (wrong.wrong) {
    case 'unexpected':
      return sayUnexpected(wrong);
    case 'never-closed':
      return sayNeverClosed(wrong);
    case 'closes-nothing':
      return sayClosesNothing(wrong);
    case 'not-opened':
      return [
        'E0108',
        { message: 'expected `{`', label: 'the lines below stand deeper, and a `}` follows them' },
      ];
    case 'too-deep':
      return [
        'E0120',
        {
          message: 'nested too deep: more than 64 blocks and brackets in each other',
          hint: 'say it flatter, or in a procedure',
        },
      ];
    case 'stranger':
      return sayStranger(wrong.image);
    default:
      return sayLookalike(wrong.wrong, wrong.image);
  }
}

function sayNeverClosed({ image, at }: Wrong & { readonly wrong: 'never-closed' }): Said {
  return [
    'E0106',
    {
      message: `\`${image}\` is never closed`,
      others: [{ span: at, text: 'it should have been closed before this' }],
    },
  ];
}

function sayClosesNothing({ image, open }: Wrong & { readonly wrong: 'closes-nothing' }): Said {
  const others = open === undefined ? [] : [{ span: open, text: 'what is open is this' }];
  return [
    'E0107',
    {
      message: `\`${image}\` closes nothing`,
      others,
      hint: 'take it away, or open what it should close',
    },
  ];
}

function sayStranger(image: string): Said {
  const plain = image.normalize('NFKC').trim();
  const looks = plain !== image && /^[!-~]+$/.test(plain);
  const message = `\`${escapeHidden(image)}\` is not a sign of the language`;
  if (looks) return ['E0102', { message, hint: `did you mean \`${plain}\`?` }];
  if (plain === '')
    return ['E0102', { message: 'a blank that is none', hint: 'write a plain blank' }];
  return ['E0102', { message, hint: 'it can stand only in texts, between `"`, and in comments' }];
}

const lookalikes = {
  comment: ['E0105', "comments don't begin with `//`", 'begin it with `#`'],
  'open-long-text': ['E0103', 'this text is never closed', 'close it with `"""`'],
  'open-text': ['E0103', 'this text is never closed', 'close it with `"` on the same line'],
  quotes: ['E0104', 'texts stand between `"`', undefined],
  semicolon: ['E0105', "items don't end with `;`", "the line's end is enough"],
  and: ['E0105', '`&&` is not a word of the language', 'write `and`'],
  or: ['E0105', '`||` is not a word of the language', 'write `or`'],
  not: ['E0105', '`!` is not a word of the language', 'write `not`'],
} as const;

function sayLookalike(wrong: keyof typeof lookalikes, image: string): Said {
  const [code, message, hint = `write \`"${escapeHidden(image.slice(1, -1))}"\``] =
    lookalikes[wrong];
  return [code, { message, hint }];
}

/** That there are more findings than are shown. */
export function unsaid(source: Source, count: number): Diagnostic {
  const at = source.text.length;
  const message = `at least ${count} more lines can't be read`;
  const labels = [{ span: { start: at, end: at }, text: '' }] as const;
  return { code: 'E0119', message, source, labels, notes: [] };
}
