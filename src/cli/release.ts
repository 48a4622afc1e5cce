/** `cutover release`: what changes what is published. */
import { rmSync, writeFileSync } from 'node:fs';
import { isFault, type Fault, type OrFault } from '../protocol/fault.ts';
import { addedRelease, addRelease } from '../release/add.ts';
import type { LoadedRelease } from '../release/folder.ts';
import { promoted, withdrawn, withVersion, type Offer } from '../release/publishing/changes.ts';
import { timeText } from '../release/publishing/compose.ts';
import {
  changePublished,
  type Change,
  type Present,
  type Published,
  type Publishing,
} from '../release/publishing/publisher.ts';
import { firstRoot } from '../release/publishing/roots.ts';
import { renewal } from '../release/publishing/renewal.ts';
import type { ReleaseVersion } from '../release/model.ts';
import { asFault } from '../release/store.ts';
import { hashOf } from '../release/trust/ask.ts';
import { EXIT } from '../runtime/exit-code.ts';
import { sayDiagnostics } from './diagnostics.ts';
import { publishingOf, type KeyOptions } from './release-access.ts';
import { programsOf } from './release-programs.ts';
import { data, say, sayFault } from './say.ts';

export interface OfferOptions extends KeyOptions {
  readonly channel?: string;
  readonly percent?: number;
  readonly activate?: string;
  readonly fromVersion?: string;
  readonly allowFrom?: readonly string[];
}

export async function init(
  options: KeyOptions & { readonly out: string; readonly threshold: number },
): Promise<number> {
  const publishing = await publishingOf(options);
  if (isFault(publishing)) return refused(publishing.fault, EXIT.wrongInput);
  const { signers } = publishing;
  const first = await asFault(() => firstRoot(signers, options.threshold, Date.now()));
  if ('code' in first) return refused(first, EXIT.wrongInput);
  const kept = keepRoot(options.out, first.text);
  if (isFault(kept)) return refused(kept.fault, EXIT.wrongInput);
  const sending = { begun: false };
  const code = await changing({ ...publishing, first }, () => {
    sending.begun = true;
    return { releases: new Map() };
  });
  if (!sending.begun) return withoutRoot(options.out, code);
  data(`${options.out}  SHA-256 ${hashOf(first.text)}`);
  say('give this file to inventories (`trust: FILE`) and to devices, by a way of your own');
  return code;
}

/** One that is there may be what somebody trusts. */
function keepRoot(file: string, text: string): OrFault<'kept'> {
  try {
    writeFileSync(file, text, { encoding: 'latin1', flag: 'wx' });
    return 'kept';
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'it failed';
    const message = `the root file ${file} can’t be written: ${why}`;
    const hint = 'name another with --out';
    return { fault: { code: 'root-file', message, ...(why === 'EEXIST' ? { hint } : {}) } };
  }
}

/** It is on no server: whoever were given it would take nothing that others publish there. */
function withoutRoot(file: string, code: number): number {
  rmSync(file, { force: true });
  say(`nothing was published, and ${file} is not kept`);
  return code;
}

export interface AddOptions {
  readonly scripts?: readonly string[];
  readonly library?: string;
}

export async function add(folder: string, { scripts, library }: AddOptions): Promise<number> {
  const compile = scripts === undefined ? () => [] : await programsOf(scripts, library);
  if (compile === undefined) return EXIT.wrongInput;
  const loaded = await loadedBy(() => addRelease(folder, compile));
  if (loaded?.release === undefined) return EXIT.wrongInput;
  const { name, version, files } = loaded.release;
  data(`${name} ${version.version}  ${String(files.size)} files to publish  ${folder}/publish`);
  return 0;
}

async function loadedBy(work: () => Promise<LoadedRelease>): Promise<LoadedRelease | undefined> {
  const loaded = await asFault(work);
  if ('code' in loaded) {
    sayFault(loaded);
    return undefined;
  }
  sayDiagnostics(loaded.diagnostics);
  return loaded;
}

export async function publish(folder: string, options: OfferOptions): Promise<number> {
  const publishing = await publishingOf(options);
  if (isFault(publishing)) return refused(publishing.fault, EXIT.wrongInput);
  const loaded = await loadedBy(() => addedRelease(folder));
  if (loaded?.release === undefined) return EXIT.wrongInput;
  const { name, version, files } = loaded.release;
  return await changing(
    publishing,
    (present) => ({
      ...changed(present, name, (versions) =>
        withVersion(name, versions, version, offerOf(options)),
      ),
      files,
    }),
    `${name} ${version.version}`,
  );
}

export async function promote(
  release: string,
  version: string,
  options: OfferOptions,
): Promise<number> {
  const { channel, percent, activate } = options;
  if (channel === undefined && (activate === undefined || percent !== undefined))
    return refused(
      {
        code: 'promote',
        message: 'what is to change is not said',
        hint: 'use --channel, or --activate',
      },
      EXIT.wrongInput,
    );
  return await published(options, `${release} ${version}`, (present) =>
    changed(present, release, (all) => promoted(release, all, version, offerOf(options))),
  );
}

export async function withdraw(
  release: string,
  version: string,
  options: KeyOptions,
): Promise<number> {
  const at = timeText(Date.now());
  return await published(options, `${release} ${version} withdrawn`, (present) =>
    changed(present, release, (all) => withdrawn(release, all, version, at)),
  );
}

export async function renew(
  options: KeyOptions & { readonly validDays?: number },
): Promise<number> {
  const publishing = await publishingOf(options);
  if (isFault(publishing)) return refused(publishing.fault, EXIT.wrongInput);
  const { validDays } = options;
  const lasting = validDays === undefined ? {} : { lasting: { timestamp: validDays } };
  return await changing({ ...publishing, ...lasting }, (present) =>
    renewal(present, publishing.signers, say),
  );
}

function offerOf(options: OfferOptions): Offer {
  const { channel, percent, activate, fromVersion, allowFrom } = options;
  return {
    ...(channel === undefined ? {} : { channel }),
    ...(percent === undefined ? {} : { percent }),
    ...(activate === undefined ? {} : { activate }),
    ...(fromVersion === undefined ? {} : { from: fromVersion }),
    ...(allowFrom === undefined ? {} : { downgrades: allowFrom }),
  };
}

function changed(
  { releases }: Present,
  release: string,
  change: (versions: readonly ReleaseVersion[]) => readonly ReleaseVersion[],
): Change {
  return { releases: new Map(releases).set(release, change(releases.get(release) ?? [])) };
}

/** A change by a command that needs nothing but keys and servers. */
export async function published(
  options: KeyOptions,
  what: string,
  make: (present: Present) => Change | Promise<Change>,
): Promise<number> {
  const publishing = await publishingOf(options);
  if (isFault(publishing)) return refused(publishing.fault, EXIT.wrongInput);
  return await changing(publishing, make, what);
}

export async function changing(
  publishing: Publishing,
  make: (present: Present) => Change | Promise<Change>,
  what = '',
): Promise<number> {
  const result = await changePublished(publishing, make);
  return 'code' in result ? refused(result, EXIT.refused) : tell(result, what);
}

function tell({ results, next }: Published, what: string): number {
  const { counter, expires } = next.timestamp.value;
  for (const { server, outcome, fault } of results) {
    if (fault === undefined)
      data([server, what, outcome ?? ''].filter((part) => part !== '').join('  '));
    else say(`${server}: stays behind`);
    if (fault !== undefined) sayFault(fault);
  }
  if (results.some(({ outcome }) => outcome !== undefined))
    say(
      `timestamp ${String(counter)} holds until ${expires}: \`cutover release renew\` before then`,
    );
  return results.every(({ fault }) => fault === undefined) ? 0 : EXIT.refused;
}

function refused(fault: Fault, code: number): number {
  sayFault(fault);
  return code;
}
