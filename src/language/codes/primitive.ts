/** E06xx: declarations of primitives. */
import type { CodeMap } from './page.ts';

export const primitiveCodes = {
  E0601: {
    severity: 'error',
    title: 'unknown setting of a primitive',
    page: `A primitive has params and the settings family, takes, gives, on, reads, writes, makes, stops, starts, reversible, restarts, resumes and holds. What it does stands in its bindings.`,
  },
  E0602: {
    severity: 'error',
    title: 'setting of a primitive missing',
    page: `A primitive says its family, the longest time it takes, and where its bindings are.`,
  },
  E0603: {
    severity: 'error',
    title: 'setting of a primitive written wrongly',
    page: `Each setting has one form; the hint shows it.`,
  },
  E0604: {
    severity: 'error',
    title: 'unknown family',
    page: `Families are check, backup, stage, switch, revert and report.`,
  },
  E0605: {
    severity: 'error',
    title: 'touch that names the wrong param',
    page: `\`writes path at\` names a kind and a param. A path is named by a path, a service by a name.`,
  },
  E0606: {
    severity: 'error',
    title: 'list that a binding can’t read',
    page: `A list reaches a binding as lines, one for each item. Texts can hold a line’s end; \`rest NAME: text\` gives each its own argument.`,
  },
  E0607: {
    severity: 'error',
    title: 'param or setting that can’t be',
    page: `Params and settings stand once; a default is a fixed value of the param’s type.`,
  },
  E0608: {
    severity: 'error',
    title: 'name that a param can’t have',
    page: `Bindings see a param as a variable of their shell, with \`-\` as \`_\`. Some names are the kit’s own there.`,
  },
  E0609: {
    severity: 'error',
    title: 'binding’s file missing',
    page: `A binding lies beside its declaration, under the name that \`on\` gives.`,
  },
  E0610: {
    severity: 'error',
    title: 'binding without a function',
    page: `\`apply\` must be there; \`undo\` where the word is reversible or makes a place; \`hold\` where it holds.`,
  },
  E0611: {
    severity: 'error',
    title: 'effect that the family doesn’t allow',
    page: `Check, backup and report words only read; stage words make and write; switch and revert words change what is live.`,
  },
  E0612: {
    severity: 'error',
    title: 'word of two minds',
    page: `A word makes a claim or gives an order, never both; only \`run\`, which is any program, follows its phase.`,
  },
  E0613: {
    severity: 'error',
    title: 'word that doesn’t say what it changes',
    page: `What is not declared can’t be kept, compared or put back.`,
  },
  E0614: {
    severity: 'error',
    title: 'word of the library redefined',
    page: `The library’s words mean the same in every script. A vendor’s words begin with the vendor’s name.`,
  },
} as const satisfies CodeMap;
