/** E04xx: values and their types. */
import type { CodeMap } from './page.ts';

export const typesCodes = {
  E0401: {
    severity: 'error',
    title: 'value of another type',
    page: `Values have types, and each place wants one. A value stands where its own type is wanted, and most stand where a text is wanted.`,
  },
  E0402: {
    severity: 'error',
    title: 'text that can’t be read as its type',
    page: `A text literal is read as the type that its place wants. A path is absolute, written with \`/\`, without \`..\`, wildcards and control characters; a name is of letters, digits and \`_ . @ : + ~ -\`; a version is numbers between dots, with an optional pre-release.`,
  },
  E0403: {
    severity: 'error',
    title: 'hole that the type doesn’t allow',
    page: `A text may have holes only where its type allows what they hold: a path takes paths, names, versions and integers, never a text, since a text can hold anything, \`/..\` too.`,
  },
  E0404: {
    severity: 'error',
    title: 'values that can’t be compared',
    page: `Only values of one type are compared: a size with a size, a version with a version.`,
  },
  E0405: {
    severity: 'error',
    title: 'order of what has none',
    page: `Versions, sizes, durations and integers have an order. Texts, names and paths are only equal or not.`,
  },
  E0406: {
    severity: 'error',
    title: 'value missing',
    page: `Each param of a primitive without a default needs a value.`,
  },
  E0407: {
    severity: 'error',
    title: 'value given twice',
    page: `A label stands once on a step; take one of the two out.`,
  },
  E0408: {
    severity: 'error',
    title: 'too many values',
    page: `The first param’s value stands without a label, the others with; only words that take a \`rest\` have more without.`,
  },
  E0409: {
    severity: 'error',
    title: 'label of the first value',
    page: `There is one way to write a step: the first value stands without its label.`,
  },
  E0410: {
    severity: 'error',
    title: 'let of two types',
    page: `A \`let\` whose value is a text literal has the type that all its uses want. Here they want different ones.`,
  },
  E0412: {
    severity: 'error',
    title: 'number too large',
    page: `Integers reach to 2,147,483,647, the largest that every shell can count with.`,
  },
  E0413: {
    severity: 'error',
    title: 'narrowing that can’t be',
    page: `\`as NAME: TYPE\` reads a text that a step gives as another type, or fails on the device. Other types can’t be narrowed, and nothing becomes a secret, a file or an artifact.`,
  },
  E0414: {
    severity: 'error',
    title: 'nothing to keep',
    page: `\`as\` keeps what a step gives; this word gives nothing.`,
  },
  E0415: {
    severity: 'error',
    title: 'no condition',
    page: `A condition compares values, or is a boolean.`,
  },
  E0416: {
    severity: 'error',
    title: 'secret in the wrong place',
    page: `A secret comes only from the store that the inventory names, and stands only in places declared so, such as \`input:\` of \`run\`. It reaches no argument, file, log, journal, condition or screen.`,
  },
  E0417: {
    severity: 'error',
    title: 'secret with a value',
    page: `A secret written down in a script or a plan is none. It comes only from the store that the inventory names.`,
  },
  E0418: {
    severity: 'error',
    title: 'value that isn’t allowed',
    page: `The param says with \`in [ … ]\` what it may be.`,
  },
  E0421: {
    severity: 'error',
    title: 'time out of bounds',
    page: `\`within\` bounds the whole step, with all its tries and pauses: from a second to a day. The pauses alone must fit into it.`,
  },
  E0422: {
    severity: 'error',
    title: 'no version',
    page: `\`installed\` and \`prepared\` say how a version is read, so their word must give one, or a text that can be read as one.`,
  },
  E0423: {
    severity: 'error',
    title: 'type that can’t come from outside',
    page: `A file comes only from \`fetch\`, which has verified it; an artifact is named by \`artifact NAME\`.`,
  },
  E0424: {
    severity: 'error',
    title: 'list that can’t be',
    page: `There are no lists of secrets, and no \`in\` on a list.`,
  },
  E0425: {
    severity: 'error',
    title: 'secret that may come out',
    page: `What a step prints that was given a secret may hold it, and so may a file that it writes. Neither is kept, nor collected.`,
  },
  E0426: {
    severity: 'error',
    title: 'no list after in',
    page: `\`x in [a, b]\` asks whether a value is among others.`,
  },
  E0427: {
    severity: 'error',
    title: 'no list to go over',
    page: `\`for\` goes over a list that the plan knows, so that its end is known beforehand.`,
  },
  E0428: {
    severity: 'error',
    title: 'text or value that must be fixed',
    page: `Some places are read before anything runs: titles, patterns, defaults, what \`irreversible\` says. No name is known there yet.`,
  },
} as const satisfies CodeMap;
