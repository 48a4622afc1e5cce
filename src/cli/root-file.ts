/** The root file that a person trusts: read, and looked at before anybody is called. */
import { readFileSync, statSync } from 'node:fs';
import { fault, type OrFault } from '../protocol/fault.ts';
import { readRoot } from '../release/trust/roots.ts';

const MOST_BYTES = 65_536;

export function readRootFile(file: string): OrFault<string> {
  const text = textIn(file);
  if (typeof text !== 'string') return text;
  const read = readRoot(text);
  if (read.ok) return text;
  return fault('malformed', `${file}:${String(read.line)}: this is no root file: ${read.problem}`, {
    hint: 'it is the file that `cutover release init` made, `1.root` on the servers',
  });
}

function textIn(file: string): OrFault<string> {
  try {
    const found = statSync(file);
    // A pipe or a device may have no end.
    if (!found.isFile()) return unreadable(file, 'it is not a plain file');
    if (found.size > MOST_BYTES) return unreadable(file, 'it is too large');
    return readFileSync(file, 'latin1');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'it failed';
    return unreadable(file, why);
  }
}

function unreadable(file: string, why: string): OrFault<string> {
  return fault('no-trust', `the root file ${file} can't be read: ${why}`);
}
