/** E02xx: names: unknown, out of reach, given twice, unused. */
import type { CodeMap } from './page.ts';

export const namesCodes = {
  E0201: {
    severity: 'error',
    title: 'unknown name',
    page: `A bare word that is a value is always a name, and a name has to be given before it is read: by \`param\`, \`let\`, \`artifact\`, \`as\` or \`for\`, on a line above.

A text stands in quotes.`,
  },
  E0202: {
    severity: 'error',
    title: 'unknown word',
    page: `The first word of a step names a primitive of the library; \`cutover explain WORD\` prints its page. Vendors add their own words in a folder: \`--library FOLDER\` brings them in.`,
  },
  E0203: {
    severity: 'error',
    title: 'name given twice',
    page: `A name is given once and never shadowed, so that it means one thing wherever a reviewer reads it. Choose another name for the second.

Names inside two branches of one \`when\` may be the same: only one of the branches runs.`,
  },
  E0204: {
    severity: 'error',
    title: 'name not known here',
    page: `A name is known from the line that gives it to the script’s end. What a \`when\`, \`for\` or \`undo\` block gives stays inside.

A phase sees only names that are surely given on every way into it: a device that is on the ordered version already runs \`verify\` and \`finish\` without backup, stage and switch; what \`revert\` does is laid down on the device after \`check\`; \`report\` runs however it ended.`,
  },
  E0205: {
    severity: 'error',
    title: 'unused param or artifact',
    page: `What a script asks for from outside somebody has to supply, and a reviewer has to wonder about.`,
  },
  E0206: {
    severity: 'warning',
    title: 'unused let',
    page: `Nothing reads this name. It does no harm, but a reviewer looks for its use.`,
  },
  E0207: {
    severity: 'error',
    title: 'unknown field',
    page: `\`device\` has name, address, platform, architecture and version; \`release\` has name and version; an artifact has its size. All other names are plain values.`,
  },
  E0208: {
    severity: 'error',
    title: 'unknown label',
    page: `A step’s values are named by the params of its primitive. \`cutover explain WORD\` lists them.`,
  },
  E0209: {
    severity: 'error',
    title: 'declared twice',
    page: `A plan names a script by its name alone, and a script a primitive, so there can be only one of each among the files that are read together.`,
  },
  E0212: {
    severity: 'error',
    title: 'unknown type',
    page: `Types are text, path, name, host, url, version, debian-version, size, duration, integer, boolean, secret, file, artifact, and \`list of\` one of them.`,
  },
} as const satisfies CodeMap;
