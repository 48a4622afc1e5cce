/** Reads what a device's kit left on its disc, by the documented layout and nothing else. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type {
  Capture,
  DeviceEvidence,
  DeviceTransaction,
  MadeEntry,
  ServiceLine,
  StateLine,
  UndoRecord,
} from './evidence.ts';
import { hashFile, takeSnapshot } from './snapshot.ts';
import type { WatchedDevice } from './snapshot.ts';

export async function readDevice(device: WatchedDevice): Promise<DeviceEvidence> {
  const transactions = readTransactions(device);
  const cache = namesIn(join(device.home, 'cache'))
    .filter((name) => /^[0-9a-f]{64}$/.test(name))
    .map((name) => ({ name, sha256: hashFile(join(device.home, 'cache', name)) }));
  const snapshot = await takeSnapshot(device);
  const still = states(transactions) === states(readTransactions(device));
  return { device: device.name, transactions, cache, snapshot, still, lenience: device.lenience };
}

function states(transactions: readonly DeviceTransaction[]): string {
  return JSON.stringify(transactions.map(({ transaction, lines }) => [transaction, lines]));
}

function readTransactions(device: WatchedDevice): readonly DeviceTransaction[] {
  return namesIn(join(device.home, 'tx')).flatMap((name) => readTransaction(device, name));
}

/** The state last: what it says must already be so of what was read before. */
function readTransaction(device: WatchedDevice, transaction: string): readonly DeviceTransaction[] {
  const folder = join(device.home, 'tx', transaction);
  watchesAll(device, textOf(join(folder, 'managed')) ?? '');
  const parts = {
    undo: namesIn(join(folder, 'undo')).flatMap((no) => readUndo(folder, no)),
    kept: namesIn(join(folder, 'kept')),
    services: parseServices(textOf(join(folder, 'services')) ?? ''),
    already: existsSync(join(folder, 'already')),
    ...named('old', textOf(join(folder, 'old'))?.trim()),
    ...named('new', textOf(join(folder, 'new'))?.trim()),
    ...named('made', textOf(join(folder, 'made'))?.trim()),
    ...named('madeEntries', parseMade(textOf(join(folder, 'made.listing')))),
    ...named('serversMode', modeOf(join(folder, 'servers'))),
  };
  const state = textOf(join(folder, 'state'));
  // A folder without a state is a download: it holds nothing of a transaction.
  return state === undefined ? [] : [{ transaction, lines: parseState(state), ...parts }];
}

/** `STATE EPOCH CONTROLLER UPTIME BOOTID OPERATOR SINCE .`; a line without its end is torn and doesn't count. */
function parseState(text: string): readonly StateLine[] {
  return text.split('\n').flatMap((line) => {
    if (!line.endsWith(' .')) return [];
    const [state = '', epoch = '', controller = '', uptime = '', boot = ''] = line.split(' ');
    return [{ state, epoch: Number(epoch), controller, uptime: Number(uptime), boot }];
  });
}

function parseServices(text: string): readonly ServiceLine[] {
  return text.split('\n').flatMap((line) => {
    const [change, service, uptime] = line.split(' ');
    if ((change !== 'down' && change !== 'up') || service === undefined) return [];
    return [{ change, service, uptime: Number(uptime) }];
  });
}

/** `MODE UID GID MAJOR:MINOR PATH`, `SHA256  PATH`, `absent PATH`; a link's line is left alone. */
function parseMade(text: string | undefined): readonly MadeEntry[] | undefined {
  return text?.split('\n').flatMap((line): readonly MadeEntry[] => {
    const [, sha256 = '', file = ''] = /^([0-9a-f]{64}) {2}(\/.*)$/.exec(line) ?? [];
    if (file !== '') return [{ kind: 'content', path: file, sha256 }];
    const [, mode = '', path = ''] = /^([0-9a-f]+) \d+ \d+ \w+:\w+ (\/.*)$/.exec(line) ?? [];
    if (path !== '') return [{ kind: 'entry', path, mode: parseInt(mode, 16) & 0o7777 }];
    const [, place = ''] = /^absent (\/.*)$/.exec(line) ?? [];
    return place === '' ? [] : [{ kind: 'absent', path: place }];
  });
}

/** Temporary names beside a record are no records. */
function readUndo(folder: string, no: string): readonly UndoRecord[] {
  if (!/^[0-9]+$/.test(no)) return [];
  const text = textOf(join(folder, 'undo', no)) ?? '';
  return [{ no, text, whole: text.endsWith('# end\n') }];
}

/** What the device manages and the test doesn't watch can't be judged: the test is wrong. */
function watchesAll(device: WatchedDevice, managed: string): void {
  for (const line of managed.split('\n')) {
    const path = /^(?:path|volatile) (.+)$/.exec(line)?.[1];
    if (path === undefined) continue;
    const watched = device.paths.some((one) => path === one || path.startsWith(`${one}/`));
    if (!watched) throw new Error(`${device.name} manages ${path}, and the test doesn't watch it`);
  }
}

/**
 * What the kit wrote on a device, to be searched for secrets. Not what it keeps of the device's own
 * files, nor `servers`, which holds the password it is for.
 */
export function captureHome({ name, home }: WatchedDevice): readonly Capture[] {
  const entries = orGone(() => readdirSync(home, { recursive: true, withFileTypes: true }));
  return (entries ?? [])
    .filter((entry) => entry.isFile() && entry.name !== 'servers')
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/^(cache|tx\/[^/]+\/(kept|work))\//.test(relative(home, path)))
    .map((path) => ({ kind: 'device', name: `${name} ${path}`, bytes: readFileSync(path) }));
}

/** Files come and go while a device is at work. */
function textOf(path: string): string | undefined {
  return orGone(() => readFileSync(path, 'utf8'));
}

function modeOf(path: string): number | undefined {
  return orGone(() => statSync(path).mode & 0o777);
}

function namesIn(folder: string): readonly string[] {
  return orGone(() => readdirSync(folder).sort()) ?? [];
}

function orGone<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function named<Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): { readonly [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [K in Key]: Value });
}
