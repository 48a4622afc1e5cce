/** The first root, and the next ones: which keys there are, and what each may sign. */
import type { Signed } from '../formats/signed.ts';
import { formatRoot } from '../formats/root.ts';
import { ROLES } from '../model.ts';
import type { PublicKey, Role, RoleKeys, Root } from '../model.ts';
import type { Signer } from '../signing/signer.ts';
import { failure } from '../store.ts';
import { DAY_MS, timeText } from './compose.ts';
import { signed } from './sign.ts';

const ROOT_DAYS = 365;

/** All keys in hand in all roles. */
export async function firstRoot(
  signers: readonly Signer[],
  threshold: number,
  now: number,
): Promise<Signed<Root>> {
  const keys = byId(signers.map(({ key }) => key));
  if (threshold > keys.length)
    throw failure('threshold', `a threshold of ${String(threshold)} needs as many keys`);
  const role: RoleKeys = { threshold, keys: keys.map(({ id }) => id) };
  const roles = { root: role, targets: role, snapshot: role, timestamp: role };
  const root = { version: 1, expires: endOfRoot(now), keys, roles };
  return await signed(root, formatRoot(root), 'root', [root], signers);
}

/** Another root than before: signed as both ask for it. */
export async function nextRoot(
  before: Root,
  change: Pick<Root, 'keys' | 'roles'>,
  signers: readonly Signer[],
  now: number,
): Promise<Signed<Root>> {
  const used = new Set(ROLES.flatMap((role) => change.roles[role].keys));
  const keys = byId(change.keys.filter(({ id }) => used.has(id)));
  const root = { version: before.version + 1, expires: endOfRoot(now), keys, roles: change.roles };
  return await signed(root, formatRoot(root), 'root', [before, root], signers);
}

function endOfRoot(now: number): string {
  return timeText(now + ROOT_DAYS * DAY_MS);
}

function byId(keys: readonly PublicKey[]): readonly PublicKey[] {
  const known = new Map(keys.map((key) => [key.id, key]));
  return [...known.values()].sort((a, b) => Number(a.id > b.id) - Number(a.id < b.id));
}

type KeysAndRoles = Pick<Root, 'keys' | 'roles'>;

export function withKey(root: Root, key: PublicKey, roles: readonly Role[]): KeysAndRoles {
  return {
    keys: [...root.keys, key],
    roles: eachRole(root, roles, ({ threshold, keys }) => ({
      threshold,
      keys: [...new Set([...keys, key.id])].sort(),
    })),
  };
}

export function withoutKey(root: Root, id: string, roles: readonly Role[]): KeysAndRoles {
  if (!root.keys.some((key) => key.id === id))
    throw failure('no-key', `there is no key ${id}`, 'see `cutover release keys list`');
  return {
    keys: root.keys,
    roles: eachRole(root, roles, ({ threshold, keys }, role) => {
      const left = keys.filter((each) => each !== id);
      if (left.length >= threshold) return { threshold, keys: left };
      throw failure(
        'threshold',
        `${role} needs ${String(threshold)} keys, and would have ${String(left.length)}`,
        'add another key first, or lower the threshold',
      );
    }),
  };
}

export function withThreshold(root: Root, wanted: Role, threshold: number): KeysAndRoles {
  return {
    keys: root.keys,
    roles: eachRole(root, [wanted], ({ keys }) => {
      if (threshold <= keys.length) return { threshold, keys };
      throw failure(
        'threshold',
        `${wanted} has only ${String(keys.length)} keys`,
        'add keys first',
      );
    }),
  };
}

function eachRole(
  { roles }: Root,
  wanted: readonly Role[],
  change: (keys: RoleKeys, role: Role) => RoleKeys,
): Root['roles'] {
  const entries = ROLES.map((role) => {
    const keys = roles[role];
    return [role, wanted.includes(role) ? change(keys, role) : keys] as const;
  });
  return Object.fromEntries(entries) as Record<Role, RoleKeys>;
}
