/**
 * `cutover release results`: what each device says of itself, from all version servers.
 *
 * Rule 1: nobody signs results: they are what devices, and whoever can write to the servers, say.
 * Rule 2: the exit code is the gravest of what is shown, so that it can stand in a monitoring job.
 */
import { isFault, type Fault } from '../protocol/fault.ts';
import type { ReleaseFile } from '../release/model.ts';
import { readOffered } from '../release/publishing/offered.ts';
import { forgetResults, readLog } from '../release/results/device-files.ts';
import { gatherResults, type Gathered } from '../release/results/gather.ts';
import { joined } from '../release/results/join.ts';
import { chosenRows, rowsOf, type Row } from '../release/results/rows.ts';
import { EXIT } from '../runtime/exit-code.ts';
import { accessOf, type Access, type ServerOptions } from './release-access.ts';
import { jsonText, junitLines, troubleOf, type Shown } from './results-json.ts';
import { deviceLines, tableLines } from './results-table.ts';
import { data, say, sayFault } from './say.ts';

export interface ResultsOptions extends ServerOptions {
  readonly format: 'table' | 'json' | 'junit';
  readonly device?: string;
  readonly release?: string;
  readonly behind?: boolean;
  /** In ms. */
  readonly silent?: number;
  readonly forget?: readonly string[];
}

export async function results(options: ResultsOptions): Promise<number> {
  const access = await accessOf(options);
  if (isFault(access)) return refused(access.fault);
  if (options.forget !== undefined) return await forget(access, options.forget);
  const { device } = options;
  const [gathered, offered] = await Promise.all([
    gatherResults(access.servers, device, progress()),
    offeredBy(access),
  ]);
  const now = Date.now();
  const rows = chosenRows(
    rowsOf(joined(gathered.found, now), {
      now,
      releases: offered.releases,
      devices: (access.devices ?? []).filter((each) => device === undefined || each === device),
      ...(options.silent === undefined ? {} : { silentAfter: options.silent }),
    }),
    { ...options, silent: options.silent !== undefined },
  );
  const log = device === undefined ? undefined : await logOf(access, rows);
  show(options, { now, servers: gathered.servers, rows, ...(log === undefined ? {} : { log }) });
  tellServers(gathered);
  if (device !== undefined && rows.length === 0) return unknown(device);
  const incomplete = !offered.whole || gathered.servers.some(({ fault }) => fault !== undefined);
  return exitCodeFor(rows, incomplete);
}

function refused(fault: Fault): number {
  sayFault(fault);
  return EXIT.wrongInput;
}

function unknown(device: string): number {
  say(`error: no server has a result of ${device}`);
  return EXIT.refused;
}

/** So that whoever waits for thousands sees that it goes on. */
const PROGRESS_EACH = 500;

function progress(): (server: string, done: number, total: number) => void {
  return (server, done, total) => {
    if (done % PROGRESS_EACH === 0) say(`${server}: ${String(done)} of ${String(total)} results`);
  };
}

interface OfferedTo {
  readonly releases: readonly ReleaseFile[];
  /** False where it should be known, and isn't. */
  readonly whole: boolean;
}

/** Which version each device should be on comes from signed metadata, or isn't known. */
async function offeredBy({ servers, trust, unsigned }: Access): Promise<OfferedTo> {
  if (trust === undefined && !unsigned) {
    say('which version each device should be on is not known: name the root file with --trust');
    return { releases: [], whole: true };
  }
  const offered = await readOffered(servers, trust, Date.now());
  if ('code' in offered) {
    say(`warning: which version each device should be on is not known: ${offered.message}`);
    return { releases: [], whole: false };
  }
  for (const { fault } of offered.servers)
    if (fault !== undefined) say(`warning: ${fault.message}`);
  return { releases: offered.releases, whole: offered.counter !== undefined };
}

async function logOf({ servers }: Access, [row]: readonly Row[]): Promise<string | undefined> {
  const server = servers.find(({ url }) => url === row?.server);
  if (server === undefined || row === undefined) return undefined;
  const read = await readLog(server, row.device);
  if (!('code' in read)) return read.log;
  say(`warning: ${read.message}`);
  return undefined;
}

function show({ format, device }: ResultsOptions, shown: Shown): void {
  if (format === 'json') data(jsonText(shown));
  else if (format === 'junit') for (const line of junitLines(shown)) data(line);
  else for (const line of textLines(device, shown)) data(line);
}

function textLines(device: string | undefined, { rows, log }: Shown): readonly string[] {
  const [row] = rows;
  if (device === undefined) return tableLines(rows);
  return row === undefined ? [] : deviceLines(row, log);
}

function tellServers({ servers }: Gathered): void {
  for (const { url, results: count, odd, fault } of servers) {
    if (fault !== undefined) sayFault(fault);
    if (odd > 0) say(`warning: ${url}: ${String(odd)} entries in results/ are none of a device`);
    if (fault === undefined || count > 0)
      say(`${url}: ${String(count)} result${count === 1 ? '' : 's'}, as the devices say: unsigned`);
  }
}

/** The gravest first. */
function exitCodeFor(rows: readonly Row[], incomplete: boolean): number {
  const troubles = new Set(rows.map(troubleOf));
  const any = (...words: readonly string[]) => words.some((word) => troubles.has(word));
  if (any('broken')) return EXIT.broken;
  if (any('reverted', 'not-staged')) return EXIT.reverted;
  if (incomplete || any('unreadable', 'refused', 'no-server', 'doubtful')) return EXIT.refused;
  return any('behind', 'silent', 'never') ? EXIT.pending : EXIT.committed;
}

/** On all servers, so that no old one comes back from another. */
async function forget({ servers }: Access, devices: readonly string[]): Promise<number> {
  let code: number = EXIT.committed;
  for (const server of servers) {
    for (const device of devices) {
      const done = await forgetResults(server, device);
      if ('code' in done) {
        sayFault(done);
        code = EXIT.refused;
      } else data(`${server.url}  ${device}  ${String(done.removed)} files removed`);
    }
  }
  return code;
}
