/**
 * What a server says is in a folder.
 *
 * Rule 1: a name is one that could have been published or reported under (docs/releases.md), or it is passed over
 *         and counted: no path, no control byte, nothing that could be an option comes out of here.
 * Rule 2: beyond a number of entries it is a failure: who floods a folder must not hide what is in it.
 */
import { failure } from './store.ts';
import type { ListedFile, Listing } from './store.ts';

/** Results and logs of 50,000 devices. */
const MOST_FILES = 100_000;
/** Of the text of a listing. */
export const MOST_LISTED_BYTES = 16 * 1024 * 1024;
/** By which the time that it may take is measured. */
export const LIKELY_LISTED_BYTES = 2 * 1024 * 1024;

const PLAIN = /^[A-Za-z0-9_][A-Za-z0-9_.+-]{0,99}$/;

/** What has come so far, entry by entry. */
export interface Lister {
  add(file: ListedFile): void;
  listing(): Listing;
}

export function makeLister(url: string): Lister {
  const files = new Map<string, ListedFile>();
  let odd = 0;
  return {
    add: (file) => {
      if (PLAIN.test(file.name)) files.set(file.name, file);
      else odd += 1;
      if (files.size + odd > MOST_FILES) throw tooMany(url);
    },
    listing: () => ({ files: [...files.values()].sort(byName), odd }),
  };
}

export function tooMany(url: string): Error {
  return failure(
    'listing-endless',
    `${url}: there are more than ${String(MOST_FILES)} entries in a folder`,
    'look at it: somebody may be hiding something there',
  );
}

function byName({ name: left }: ListedFile, { name: right }: ListedFile): number {
  return left < right ? -1 : 1;
}

/** MLSD's facts before the name (RFC 3659). */
const FACTS = /^((?:[\w.-]+=[^;]*;)+) (.*)$/;

/** The text of MLSD or NLST, whichever the server has given. */
export function readListing(url: string, folder: string, text: string): Listing {
  const lister = makeLister(url);
  for (const line of text.split(/\r?\n/)) {
    const [, facts, name] = FACTS.exec(line) ?? [];
    if (facts !== undefined) addByFacts(lister, facts, name ?? '');
    else if (line !== '') lister.add({ name: withoutFolder(line, folder) });
  }
  return lister.listing();
}

function addByFacts(lister: Lister, facts: string, name: string): void {
  if (!/(?:^|;)type=file;/i.test(facts)) return;
  const size = /(?:^|;)size=(\d{1,15});/i.exec(facts)?.[1];
  const modified = momentOf(/(?:^|;)modify=(\d{14})(?:\.\d+)?;/i.exec(facts)?.[1] ?? '');
  lister.add({
    name,
    ...(size === undefined ? {} : { size: Number(size) }),
    ...(modified === undefined ? {} : { modified }),
  });
}

/** Some servers put the folder before each name, and some `./`. */
function withoutFolder(line: string, folder: string): string {
  const head = [`${folder}/`, `/${folder}/`, './'].find((each) => line.startsWith(each));
  return line.slice(head?.length ?? 0);
}

/** Of `YYYYMMDDHHMMSS`, UTC. */
export function momentOf(stamp: string): number | undefined {
  const [, year = '', month = '', day = '', hour = '', minute = '', second = ''] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(stamp) ?? [];
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(at) ? undefined : at;
}
