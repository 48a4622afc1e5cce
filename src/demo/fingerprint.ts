/**
 * What a device's folder holds, to the byte, as the demo and its reader compare it: path, kind, mode,
 * a link's target, a file's content. No times.
 *
 * Deliberately not the kit's fingerprint: this one is taken from outside, of everything.
 */
import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { join, relative } from 'node:path';

export interface TreeFingerprint {
  readonly hash: string;
  readonly entries: number;
}

/** `without` are folders that don't count: logs, the kit's own. */
export function fingerprintOf(folder: string, without: readonly string[]): TreeFingerprint {
  const lines = linesOf(folder, folder, new Set(without)).toSorted();
  return { hash: sha256(lines.join('\n')), entries: lines.length };
}

function linesOf(top: string, folder: string, without: ReadonlySet<string>): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (without.has(path)) return [];
    const line = `${relative(top, path)} ${descriptionOf(path)}`;
    return lstatSync(path).isDirectory() ? [line, ...linesOf(top, path, without)] : [line];
  });
}

function descriptionOf(path: string): string {
  const facts = lstatSync(path);
  const mode = facts.mode.toString(8);
  if (facts.isSymbolicLink()) return `${mode} → ${readlinkSync(path)}`;
  return facts.isFile() ? `${mode} ${sha256(readFileSync(path))}` : mode;
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
