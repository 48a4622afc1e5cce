/** `cutover release publish` and `list`. */
import { loadRelease } from '../release/folder.ts';
import { publishRelease, type PublishProgress } from '../release/publish.ts';
import { listReleases } from '../release/read.ts';
import type { ServerAccess } from '../release/store.ts';
import { isFault } from '../protocol/fault.ts';
import { table } from '../report/table.ts';
import { EXIT } from '../runtime/exit-code.ts';
import { sayDiagnostics } from './diagnostics.ts';
import type { PublishOptions } from './options.ts';
import { data, say, sayFault } from './say.ts';
import { serverAccess, type AccessOptions } from './server-access.ts';

export async function publish(folder: string, options: PublishOptions): Promise<number> {
  const servers = accessOf(options.to, options);
  if (servers === undefined) return EXIT.wrongInput;
  const { release, diagnostics } = await loadRelease(folder, new Date().toISOString());
  sayDiagnostics(diagnostics);
  if (release === undefined) return EXIT.wrongInput;
  const results = await publishRelease(release, servers, { onProgress: sayStored });
  const { name, version } = release.information;
  for (const result of results) {
    if (result.fault === undefined) data(`${result.server}  ${name} ${version}  ${result.outcome}`);
    else say(`${result.server}: not published`);
    if (result.fault !== undefined) sayFault(result.fault);
  }
  return results.every((result) => result.fault === undefined) ? 0 : EXIT.refused;
}

export async function list(
  options: { readonly from: readonly string[] } & AccessOptions,
): Promise<number> {
  const servers = accessOf(options.from, options);
  if (servers === undefined) return EXIT.wrongInput;
  let failed = 0;
  for (const server of servers) failed += await listOne(server);
  return failed === 0 ? 0 : EXIT.refused;
}

async function listOne(server: ServerAccess): Promise<number> {
  const releases = await listReleases(server);
  if ('code' in releases) {
    sayFault(releases);
    return 1;
  }
  if (releases.length === 0) say(`${server.url}: nothing is published there`);
  const rows = releases.map(({ name, version, path }) => [name, version, path]);
  for (const line of table(rows)) data(`${server.url}  ${line}`);
  return 0;
}

function accessOf(
  urls: readonly string[],
  options: AccessOptions,
): readonly ServerAccess[] | undefined {
  const servers = serverAccess(urls, options);
  if (!isFault(servers)) return servers;
  sayFault(servers.fault);
  return undefined;
}

/** A line for each package that stands on the server. */
function sayStored({ server, file, totalBytes, stored }: PublishProgress): void {
  if (stored) say(`${server}: ${file} (${String(totalBytes)} bytes)`);
}
