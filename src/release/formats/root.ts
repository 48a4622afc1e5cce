/** The key list, as text and back. The format's page is docs/releases.md. */
import { checkSorted, misread, numberAt, reading, shapes, take, takeIf, wordAt } from '../lines.ts';
import type { Line, Read } from '../lines.ts';
import { ROLES } from '../model.ts';
import type { PublicKey, Role, RoleKeys, Root } from '../model.ts';
import { keyId, readKeyBlob } from '../signing/public-key.ts';
import { base64 } from './signed.ts';

const HEADER = 'cutover-root 1';
const MOST_KEYS = 16;
const KEY_TYPE = 'ssh-ed25519';

export function formatRoot({ version, expires, keys, roles }: Root): string {
  const keyLines = keys.map(({ id, blob }) => `key ${id} ${KEY_TYPE} ${blob}`).sort();
  const roleLines = ROLES.map((role) => {
    const { threshold, keys: ids } = roles[role];
    return `role ${role} ${String(threshold)} ${[...ids].sort().join(' ')}`;
  });
  const head = [HEADER, `version ${String(version)}`, `expires ${expires}`];
  return `${[...head, ...keyLines, ...roleLines, 'end'].join('\n')}\n`;
}

export function parseRoot(text: string): Read<Root> {
  return reading(text, HEADER, (lines) => {
    const version = numberAt(take(lines, 'version', 1), 1, shapes.counter);
    const expires = wordAt(take(lines, 'expires', 1), 1, shapes.time);
    const keys = keysIn(lines);
    const ids = keys.map(({ id }) => id);
    const role = (name: Role): RoleKeys => roleIn(lines, name, ids);
    const roles = {
      root: role('root'),
      targets: role('targets'),
      snapshot: role('snapshot'),
      timestamp: role('timestamp'),
    };
    return { version, expires, keys, roles };
  });
}

function keysIn(lines: Line[]): readonly PublicKey[] {
  const keys: PublicKey[] = [];
  for (let line = takeIf(lines, 'key', 3); line !== undefined; line = takeIf(lines, 'key', 3)) {
    const id = wordAt(line, 1, shapes.key);
    checkSorted(line, keys.at(-1)?.id, id);
    if (keys.length >= MOST_KEYS) misread(line, `more than ${String(MOST_KEYS)} keys`);
    if (line.words[2] !== KEY_TYPE) misread(line, `a key is of the type \`${KEY_TYPE}\``);
    const blob = wordAt(line, 3, base64);
    const bytes = Buffer.from(blob, 'base64');
    if (readKeyBlob(bytes) === undefined) misread(line, 'this is no Ed25519 key');
    if (keyId(bytes) !== id)
      misread(line, 'the key has another fingerprint than the one before it');
    keys.push({ id, blob });
  }
  return keys;
}

function roleIn(lines: Line[], role: Role, known: readonly string[]): RoleKeys {
  const count = (lines[0]?.words.length ?? 0) - 1;
  const line = take(lines, 'role', Math.max(3, count));
  if (line.words[1] !== role) misread(line, `the role \`${role}\` was expected`);
  const keys = line.words.slice(3);
  for (const [index, key] of keys.entries()) {
    if (!known.includes(key)) misread(line, 'a key that is not listed');
    checkSorted(line, keys[index - 1], key);
  }
  const threshold = numberAt(line, 2, shapes.counter);
  if (threshold > keys.length) misread(line, 'fewer keys than have to sign');
  return { threshold, keys };
}
