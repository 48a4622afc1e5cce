/**
 * A vendor's own words, as a vendor would hand them over: a folder for `--library`.
 *
 *   acme-tape PATH     backup; no tape is in the drive
 *   acme-trial NAME    switch; a timer of the device's own, and disarming it fails
 *   acme-tidy PATH     finish; nothing can be tidied
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Word {
  readonly family: string;
  /** Lines of the declaration between `family` and `on`. */
  readonly says: readonly string[];
  readonly posix: string;
}

const words: Readonly<Record<string, Word>> = {
  'acme-tape': {
    family: 'backup',
    says: ['param path: path', 'reads path path', 'takes 10s', 'reversible'],
    posix: `save() { mkdir -p "$kept" && kit_put half >"$kept/half"; }
apply() { fail "no tape is in the drive"; }
undo() { :; }
`,
  },
  'acme-trial': {
    family: 'switch',
    says: ['param timer: name', 'writes timer timer', 'takes 10s', 'reversible', 'holds'],
    posix: `apply() { :; }
undo() { :; }
hold() {
  fail "the trial timer $timer has run out already"
}
`,
  },
  'acme-tidy': {
    family: 'switch',
    says: ['param path: path', 'writes path path', 'takes 10s'],
    posix: `apply() { fail "nothing can be tidied in $path"; }
`,
  },
};

export function writeAcmeLibrary(folder: string): string {
  const library = join(folder, 'acme');
  for (const [name, { family, says, posix }] of Object.entries(words)) {
    const own = join(library, name);
    mkdirSync(own, { recursive: true });
    const lines = [`family ${family}`, ...says, 'on posix "posix.sh"'].map((line) => `  ${line}\n`);
    const head = `cutover 1\n\nprimitive ${name} "A word of Acme's." {\n`;
    writeFileSync(join(own, `${name}.cutover`), `${head}${lines.join('')}}\n`);
    writeFileSync(join(own, 'posix.sh'), posix);
  }
  return library;
}
