/** Reads an inventory's file. */
import { dirname, resolve } from 'node:path';
import { parseInventory } from './parse.ts';
import type { ParsedInventory } from './parse.ts';
import { readSource } from '../document/read-source.ts';

/** Ten thousand devices need about 1 MB; the parser takes seconds for what is larger than this. */
const LARGEST_BYTES = 4_194_304;

export async function loadInventory(file: string): Promise<ParsedInventory> {
  const read = await readSource(file, LARGEST_BYTES);
  return 'source' in read ? parseInventory(read.source, dirname(resolve(file))) : read;
}
