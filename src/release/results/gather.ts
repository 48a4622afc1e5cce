/**
 * Reads what devices report from the version servers: `results/DEVICE.result` and `.log`.
 *
 * Rule 1: what can't be read or understood is found too, with its problem: nothing is left out silently.
 * Rule 2: a server at fault is named; what it gave before counts.
 */
import type { Fault } from '../../protocol/fault.ts';
import { collector } from '../collector.ts';
import type { StoreOptions } from '../open.ts';
import { openStore } from '../open.ts';
import { withServers } from '../session.ts';
import type { Asked } from '../session.ts';
import { asFault, failure } from '../store.ts';
import type { ListedFile, Listing, ReleaseStore, ServerAccess } from '../store.ts';
import { FOLDER } from './device-files.ts';
import { MOST_RESULT_BYTES, parseResult } from './result.ts';
import type { DeviceResult } from './result.ts';
import { overSessions } from './sessions.ts';

export interface FoundResult {
  readonly server: string;
  /** By the file's name. */
  readonly device: string;
  /** When it came there, by the server's clock, in ms; missing where it doesn't tell. */
  readonly arrived?: number;
  readonly said: { readonly result: DeviceResult } | { readonly problem: string };
}

export interface ResultServer {
  readonly url: string;
  /** So many were found. */
  readonly results: number;
  /** Entries passed over, whose names are none that a device has. */
  readonly odd: number;
  readonly fault?: Fault;
}

export interface Gathered {
  readonly servers: readonly ResultServer[];
  readonly found: readonly FoundResult[];
}

export type OnGathered = (server: string, done: number, total: number) => void;

/** Of one device, or of all. */
export async function gatherResults(
  servers: readonly ServerAccess[],
  device: string | undefined,
  onProgress: OnGathered,
  options?: StoreOptions,
): Promise<Gathered> {
  const from = { device, onProgress, ...(options === undefined ? {} : { options }) };
  return await withServers(servers, options, async (asked) => {
    const each = await Promise.all(asked.map((one) => fromServer(one, from)));
    return {
      servers: each.map(({ server }) => server),
      found: each.flatMap(({ found }) => found),
    };
  });
}

interface From {
  readonly device: string | undefined;
  readonly onProgress: OnGathered;
  readonly options?: StoreOptions;
}

interface FromServer {
  readonly server: ResultServer;
  readonly found: readonly FoundResult[];
}

async function fromServer(one: Asked, from: From): Promise<FromServer> {
  const { store, url } = one;
  const found: FoundResult[] = [];
  const told = (odd: number, fault?: Fault): FromServer => ({
    server: { url, results: found.length, odd, ...(fault === undefined ? {} : { fault }) },
    found,
  });
  if (store === undefined) return told(0, one.fault);
  const listed = await asFault(() => filesOf(store, from.device));
  if ('code' in listed) return told(0, listed);
  const fault = await readAll(one, store, listed.files, from, found);
  return told(listed.odd, fault ?? (listed.cut === true ? cutFault(url) : undefined));
}

function cutFault(url: string): Fault {
  return {
    code: 'listing-cut',
    message: `${url} has more in results/ than it lists: there are devices that it says nothing of`,
    hint: 'raise its limit: pure-ftpd’s is `LimitRecursion`',
  };
}

const RESULT = '.result';

async function filesOf(store: ReleaseStore, device: string | undefined): Promise<Listing> {
  if (device !== undefined) return { files: [{ name: device + RESULT }], odd: 0 };
  const listing = await store.list(FOLDER);
  return { ...listing, files: listing.files.filter(({ name }) => name.endsWith(RESULT)) };
}

async function readAll(
  { url, access }: Asked,
  store: ReleaseStore,
  items: readonly ListedFile[],
  { device, onProgress, options }: From,
  found: FoundResult[],
): Promise<Fault | undefined> {
  const add = (file: ListedFile, said: FoundResult['said'], arrived?: number): void => {
    const name = file.name.slice(0, -RESULT.length);
    found.push({ server: url, device: name, said, ...(arrived === undefined ? {} : { arrived }) });
    onProgress(url, found.length, items.length);
  };
  const open = () => openStore(access, options);
  const work = async (session: ReleaseStore, file: ListedFile): Promise<void> => {
    const text = await (device === undefined ? listedText : namedText)(session, file);
    if (text === undefined) return;
    const arrived = file.modified ?? (await session.modified(`${FOLDER}/${file.name}`));
    add(file, await understood(session, file, text), arrived);
  };
  const onFault = (file: ListedFile, { message }: Fault): void => {
    add(file, { problem: message });
  };
  return await overSessions({ url, open, items, work, onFault }, store);
}

/** It was listed, so it is not asked for beforehand: that would be a question more for each of thousands. */
async function listedText(store: ReleaseStore, file: ListedFile): Promise<string> {
  const tooLarge = () =>
    failure('file-too-large', `it is larger than ${String(MOST_RESULT_BYTES)} bytes`);
  const size = file.size ?? MOST_RESULT_BYTES;
  if (size > MOST_RESULT_BYTES) throw tooLarge();
  const sink = collector(MOST_RESULT_BYTES, tooLarge);
  await store.fetch(`${FOLDER}/${file.name}`, sink.writable, size);
  return sink.content().toString('latin1');
}

/** Nothing where there is none. */
async function namedText(store: ReleaseStore, { name }: ListedFile): Promise<string | undefined> {
  return (await store.read(`${FOLDER}/${name}`, MOST_RESULT_BYTES))?.toString('latin1');
}

/** A device without curl can't rename: what is cut may just be coming, so it is looked at twice. */
async function understood(
  store: ReleaseStore,
  file: ListedFile,
  text: string,
): Promise<FoundResult['said']> {
  const first = judged(file, text);
  if (!('problem' in first)) return first;
  const again = (await namedText(store, file)) ?? text;
  return again === text ? first : judged(file, again);
}

function judged({ name }: ListedFile, text: string): FoundResult['said'] {
  const read = parseResult(text);
  if (!read.ok) {
    const where = read.line === 0 ? '' : `line ${String(read.line)}: `;
    return { problem: `${where}${read.problem}` };
  }
  if (`${read.value.device}${RESULT}` === name) return { result: read.value };
  return { problem: `it is of another device, ${read.value.device}` };
}
