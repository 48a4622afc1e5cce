/** `cutover release list` and `show`: what the servers offer, verified. */
import { isFault, type OrFault } from '../protocol/fault.ts';
import type { ReleaseFile, ReleaseVersion } from '../release/model.ts';
import { readOffered, type Offered } from '../release/publishing/offered.ts';
import { table } from '../report/table.ts';
import { EXIT } from '../runtime/exit-code.ts';
import { accessOf, type ServerOptions } from './release-access.ts';
import { data, say, sayFault } from './say.ts';

export interface ListOptions extends ServerOptions {
  readonly format: 'text' | 'json';
}

export async function list(options: ListOptions): Promise<number> {
  const offered = await offeredBy(options);
  if (isFault(offered)) return EXIT.wrongInput;
  if (options.format === 'json')
    data(JSON.stringify({ v: 1, what: 'releases', ...plain(offered) }));
  else for (const line of listLines(offered)) data(line);
  return tellServers(offered);
}

export async function show(
  release: string,
  version: string | undefined,
  options: ListOptions,
): Promise<number> {
  const offered = await offeredBy(options);
  if (isFault(offered)) return EXIT.wrongInput;
  const file = offered.releases.find((each) => each.release === release);
  const versions = file?.versions.filter(
    (each) => version === undefined || each.version === version,
  );
  if (file === undefined || versions === undefined || versions.length === 0) {
    tellServers(offered);
    sayFault({
      code: 'no-release',
      message: `the servers have no ${release} ${version ?? ''}`.trimEnd(),
      hint: 'see `cutover release list`',
    });
    return EXIT.refused;
  }
  const shown = { ...file, versions };
  if (options.format === 'json')
    data(JSON.stringify({ v: 1, what: 'release', ...plainFile(shown) }));
  else for (const line of showLines(shown)) data(line);
  return tellServers(offered);
}

/** What is wrong has been said. */
async function offeredBy(options: ListOptions): Promise<OrFault<Offered>> {
  const access = await accessOf(options);
  const offered = isFault(access) ? access.fault : await offeredTo(access);
  if (!('code' in offered)) return offered;
  sayFault(offered);
  return { fault: offered };
}

async function offeredTo(
  access: Exclude<Awaited<ReturnType<typeof accessOf>>, { fault: unknown }>,
): ReturnType<typeof readOffered> {
  const { servers, trust, unsigned } = access;
  if (trust === undefined && !unsigned)
    return {
      code: 'no-trust',
      message: 'whose releases are trusted is not said',
      hint: 'name the root file with --trust, or `--trust none` to look without asking for signatures',
    };
  return await readOffered(servers, trust, Date.now());
}

function listLines({ releases, root }: Offered): readonly string[] {
  const rows = releases.flatMap(({ release, versions }) =>
    versions.map((version) => [release, version.version, stateOf(version)]),
  );
  return [
    ...table(rows),
    ...(root === undefined ? ['unsigned: nobody’s signature was checked'] : []),
  ];
}

function stateOf({ withdrawn, channels, activate }: ReleaseVersion): string {
  if (withdrawn !== undefined) return `withdrawn ${withdrawn}`;
  const open = [...channels].map(([name, percent]) => `${name} ${String(percent)} %`);
  const later = activate === undefined ? [] : [`not before ${activate}`];
  return [...(open.length === 0 ? ['no channel'] : open), ...later].join(', ');
}

function showLines({
  release,
  revision,
  published,
  expires,
  versions,
}: ReleaseFile): readonly string[] {
  const head = `${release}, revision ${String(revision)}, published ${published}, until ${expires}`;
  return [head, ...versions.flatMap(versionTexts)];
}

function versionTexts(version: ReleaseVersion): readonly string[] {
  const { from, downgrades, programs, packages } = version;
  const rows = [
    ...packages.map((each) => ['package', each.script, each.artifact, each.variant, each]),
    ...programs.map((each) => ['program', each.script, each.platform, '', each]),
  ] as const;
  const lines = table(
    rows.map(([...cells]) => {
      const { size, sha256, path } = cells.pop() as ReleaseVersion['packages'][number];
      return [...(cells as string[]), `${String(size)} bytes`, sha256.slice(0, 16), path];
    }),
  );
  return [
    `${version.version}  ${stateOf(version)}`,
    ...(from === undefined ? [] : [`  from ${from} or above in one step`]),
    ...downgrades.map((higher) => `  ${higher} may go down to it`),
    ...lines.map((line) => `  ${line}`),
  ];
}

/** Behind, at fault: named; exit code 2. Empty: named, and no fault. */
function tellServers({ servers, counter, expires }: Offered): number {
  for (const { url, fault, counter: own } of servers)
    if (fault !== undefined) say(`warning: ${fault.message}`);
    else if (own === undefined) say(`${url}: nothing is published there`);
  if (counter !== undefined) say(`timestamp ${String(counter)} holds until ${expires ?? ''}`);
  return servers.every(({ fault }) => fault === undefined) ? 0 : EXIT.refused;
}

function plain({ releases, ...offered }: Offered): object {
  return { ...offered, releases: releases.map(plainFile) };
}

function plainFile(file: ReleaseFile): object {
  const versions = file.versions.map((version) => ({
    ...version,
    channels: Object.fromEntries(version.channels),
  }));
  return { ...file, versions };
}
