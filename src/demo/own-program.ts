/** A program of our own that is started as a process, from the sources as well as from what is built of them. */
import { extname, join } from 'node:path';

/** The file of a program beside this one: `device/host-main` → `…/device/host-main.js`, or `.ts`. */
export function ownProgram(name: string): string {
  return join(import.meta.dirname, `${name}${extname(import.meta.filename)}`);
}
