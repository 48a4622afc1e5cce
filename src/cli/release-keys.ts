/** `cutover release keys`: who may sign what. */
import { readFileSync } from 'node:fs';
import { fault, isFault, type OrFault } from '../protocol/fault.ts';
import { ROLES, type PublicKey, type Role, type Root } from '../release/model.ts';
import { readOffered } from '../release/publishing/offered.ts';
import type { Change, Present, Publishing } from '../release/publishing/publisher.ts';
import { nextRoot, withKey, withoutKey, withThreshold } from '../release/publishing/roots.ts';
import { readPublicLine } from '../release/signing/public-key.ts';
import { table } from '../report/table.ts';
import { EXIT } from '../runtime/exit-code.ts';
import { accessOf, publishingOf, type KeyOptions, type ServerOptions } from './release-access.ts';
import { changing } from './release.ts';
import { data, say, sayFault } from './say.ts';

export interface RoleOptions extends KeyOptions {
  readonly role?: readonly Role[];
}

export async function listKeys(
  options: ServerOptions & { readonly format: 'text' | 'json' },
): Promise<number> {
  const access = await accessOf(options);
  if (isFault(access)) return saidFault(access.fault, EXIT.wrongInput);
  if (access.trust === undefined)
    return saidFault(
      { code: 'no-trust', message: 'no root file is trusted', hint: 'name it with --trust' },
      EXIT.wrongInput,
    );
  const offered = await readOffered(access.servers, access.trust, Date.now());
  if ('code' in offered) return saidFault(offered, EXIT.refused);
  const { root } = offered;
  if (root === undefined) return EXIT.refused;
  if (options.format === 'json') data(JSON.stringify({ v: 1, what: 'keys', ...root }));
  else for (const line of table(keyRows(root))) data(line);
  return 0;
}

function keyRows(root: Root): readonly (readonly string[])[] {
  const head = ['key', ...ROLES.map((role) => `${role} (${String(root.roles[role].threshold)})`)];
  const rows = root.keys.map(({ id }) => [
    id,
    ...ROLES.map((role) => (root.roles[role].keys.includes(id) ? 'signs' : '-')),
  ]);
  return [[...head], ...rows, [`root ${String(root.version)}, until ${root.expires}`]];
}

export async function addKey(file: string, options: RoleOptions): Promise<number> {
  const key = publicKeyAt(file);
  if (isFault(key)) return saidFault(key.fault, EXIT.wrongInput);
  return await rooted(options, (root) => withKey(root, key, options.role ?? ROLES));
}

/** Only the public half is read, whichever file is named. */
function publicKeyAt(file: string): OrFault<PublicKey> {
  try {
    const key = readPublicLine(readFileSync(file, 'latin1'));
    return (
      key ?? fault('key', `${file} holds no public Ed25519 key`, { hint: 'name a `.pub` file' })
    );
  } catch {
    return fault('key', `the public key ${file} can’t be read`, { hint: 'name a `.pub` file' });
  }
}

export async function removeKey(id: string, options: RoleOptions): Promise<number> {
  const code = await rooted(options, (root) => withoutKey(root, id, options.role ?? ROLES));
  if (code === 0)
    say('what this key alone had signed was signed anew: look at it with `cutover release list`');
  return code;
}

export async function setThreshold(
  role: Role,
  threshold: number,
  options: KeyOptions,
): Promise<number> {
  return await rooted(options, (root) => withThreshold(root, role, threshold));
}

async function rooted(
  options: KeyOptions,
  change: (root: Root) => Pick<Root, 'keys' | 'roles'>,
): Promise<number> {
  const publishing = await publishingOf(options);
  if (isFault(publishing)) return saidFault(publishing.fault, EXIT.wrongInput);
  return await changing(publishing, (present) => rootChange(publishing, present, change));
}

async function rootChange(
  { signers }: Publishing,
  { root, releases }: Present,
  change: (root: Root) => Pick<Root, 'keys' | 'roles'>,
): Promise<Change> {
  const next = await nextRoot(root.value, change(root.value), signers, Date.now());
  return { releases, root: next };
}

function saidFault(found: Parameters<typeof sayFault>[0], code: number): number {
  sayFault(found);
  return code;
}
