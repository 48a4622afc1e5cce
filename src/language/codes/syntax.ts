/** E01xx: the surface: words, values and blocks as they are written. */
import type { CodeMap } from './page.ts';

export const syntaxCodes = {
  E0101: {
    severity: 'error',
    title: 'something else was expected here',
    page: `The grammar has no place for what stands here. The message says what could stand instead; grammar/README.md has it all on one page.

Only the first such place of a line is reported: what follows it would be guesswork. A misspelt word just before is often the reason, and is named in the hint.`,
  },
  E0102: {
    severity: 'error',
    title: "a sign that the language doesn't have",
    page: `Outside texts and comments the language is written with small letters, digits and \`- { } [ ] ( ) , : . = < > ! " #\`. Anything else is refused, so that nothing that merely looks right can stand in a script.

Put it into a text between \`"\`, or take it away.`,
  },
  E0103: {
    severity: 'error',
    title: 'a text is never closed',
    page: `A text begins and ends with \`"\` on one line. One that spans lines begins and ends with \`"""\`.

Put the closing quotation mark; a quotation mark within the text is written \`\\"\`.`,
  },
  E0104: {
    severity: 'error',
    title: 'a text in other quotation marks',
    page: `Texts stand between \`"\`, and there is one way to write them. Single and typographic quotation marks are not the language's.`,
  },
  E0105: {
    severity: 'error',
    title: 'a sign from another language',
    page: `An item ends at its line's end, without \`;\`. Comments begin with \`#\`. Conditions are written with the words \`and\`, \`or\` and \`not\`.`,
  },
  E0106: {
    severity: 'error',
    title: 'a brace or bracket is never closed',
    page: `Each \`{\`, \`[\` and \`(\` needs its partner. A list in brackets may span lines, broken after a comma.

Which one is missing is judged by the indentation: a block's lines stand deeper than the line that opens it.`,
  },
  E0107: {
    severity: 'error',
    title: 'a brace or bracket closes nothing',
    page: `Nothing that it could close is open here. Either it is one too many, or the line that should open the block doesn't end with \`{\`.`,
  },
  E0108: {
    severity: 'error',
    title: 'a block is not opened',
    page: `The lines below stand deeper, and a \`}\` follows them, so a block was meant. The line that opens it ends with \`{\`.`,
  },
  E0109: {
    severity: 'error',
    title: 'a reserved word as a name',
    page: `The words of the grammar mean one thing everywhere, so no param, \`let\` or label can be called like one. grammar/README.md lists them.

Choose another name, or put the word into a text.`,
  },
  E0110: {
    severity: 'error',
    title: "the language's version is missing",
    page: `The first line of a file says in which version of the language it is written: \`cutover 1\`. A later tool then reads it as it was meant, or says that it can't. It is not the version of the script.`,
  },
  E0111: {
    severity: 'error',
    title: 'an unknown version of the language',
    page: `This tool reads version 1. A file for a later version may mean something else by the same words, so it is not read at all.

Use a newer tool, or write the file for version 1.`,
  },
  E0112: {
    severity: 'error',
    title: 'a declaration or an item in the wrong place',
    page: `A file holds \`script\`, \`primitive\`, \`procedure\`, \`plan\` and \`use\`, side by side after the line \`cutover 1\`; everything else stands in one of their blocks, and none of them in another's.`,
  },
  E0113: {
    severity: 'error',
    title: "a name that can't be given",
    page: `Names are small letters and digits, in parts joined by \`-\`, and begin with a letter: \`db-password\`. They have at most 64 characters. So two names never differ only in what the eye, or a device's shell, takes for the same.`,
  },
  E0114: {
    severity: 'error',
    title: 'not a number of the language',
    page: `Numbers are whole. Sizes are in \`B\`, \`KiB\`, \`MiB\`, \`GiB\`, \`TiB\`; durations in \`ms\`, \`s\`, \`m\`, \`h\`, \`d\`; shares in \`%\`. The unit follows at once: \`2GiB\`, \`30s\`, \`20%\`.

Versions are texts: \`"2.0"\`.`,
  },
  E0115: {
    severity: 'error',
    title: 'a number of another kind is needed here',
    page: `\`retry\` counts tries, so it takes a plain number of at least 1; \`every\` and \`within\` take a duration such as \`30s\`.`,
  },
  E0116: {
    severity: 'error',
    title: 'an unknown escape in a text',
    page: `In a text \`\\\` begins an escape: \`\\n\` \`\\t\` \`\\r\` \`\\"\` \`\\\\\`, and \`\\u{20ac}\` for any character but zero by its number. A \`\\\` of its own is written \`\\\\\`.

Paths are written with \`/\` on every platform.`,
  },
  E0117: {
    severity: 'error',
    title: 'a comparison of conditions',
    page: `\`==\`, \`<\` and \`in\` compare values. A condition in brackets is true or false, and is joined with \`and\`, \`or\` and \`not\`.`,
  },
  E0118: {
    severity: 'error',
    title: 'a long text begins on the line of its quotation marks',
    page: `After the opening \`"""\` the line ends; the text begins on the next. The indentation that all its lines have in common, the closing line's among them, is taken off, and so are blanks at the lines' ends.`,
  },
  E0119: {
    severity: 'error',
    title: 'too many errors',
    page: `After a hundred lines that can't be read, the others are only counted. Most likely the file is no script, or something near its beginning puts the rest out of step.`,
  },
  E0120: {
    severity: 'error',
    title: 'nested too deep',
    page: `Blocks, lists and brackets may be nested 64 deep. Nobody can review what is nested deeper.

Say it in a procedure, or flatter.`,
  },
  E0121: {
    severity: 'error',
    title: 'too many tries',
    page: `\`retry\` takes at most 1,000 tries: a step has to end, and its longest time counts for the whole transaction.

Use a longer pause (\`every\`), or a primitive that waits by itself.`,
  },
  E0122: {
    severity: 'error',
    title: 'a list is too long',
    page: `A list has at most 1,000 items. Nobody can review a longer one, and each item of a \`for\` is a round of steps.

Put long tables into an artifact.`,
  },
  E0123: {
    severity: 'error',
    title: 'a number is too large',
    page: `Numbers, and sizes in bytes, reach to 9,007,199,254,740,991; durations to 366 days.`,
  },
  E0124: {
    severity: 'error',
    title: 'a text is too long',
    page: `A text has at most 65,536 characters: more can't be passed to a program as one argument on every platform.

Long templates and programs belong in artifacts.`,
  },
} as const satisfies CodeMap;
