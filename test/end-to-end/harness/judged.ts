/**
 * A transaction under the checker's eyes: what there was before, what was said, what came of it.
 *
 * Rule 1: every call of the command line goes through here, so that its screens and its exit code are evidence.
 * Rule 2: whoever began calls `expectNoViolation` at the end, or nothing was judged.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { DeviceKind } from '../../../src/demo/device/layout.ts';
import type { Capture } from '../../checker/evidence.ts';
import { gather } from '../../checker/gather.ts';
import type { Known } from '../../checker/gather.ts';
import { judge, showViolation } from '../../checker/judge.ts';
import { captureProcesses } from '../../checker/processes.ts';
import type { WatchedDevice } from '../../checker/snapshot.ts';
import type { CallOptions, Ended } from './cutover.ts';
import { expectedNewOf } from './expected-new.ts';
import type { RealDevice } from './real-device.ts';
import type { Site } from './site.ts';
import { publisher, reader } from './version-server.ts';

export interface Ordered {
  /** As published. */
  readonly folder: string;
  readonly version: string;
  /** Kinds whose package nobody can install: there is no new version to be compared with. */
  readonly unusable?: readonly DeviceKind[];
}

export interface Judged {
  /** `--state` is added. */
  readonly call: (args: readonly string[], options?: CallOptions) => Promise<Ended>;
  readonly run: (plan: string, more?: readonly string[], options?: CallOptions) => Promise<Ended>;
  /** One more look at journal and devices. */
  readonly look: (label: string) => Promise<void>;
  readonly expectNoViolation: () => Promise<void>;
}

export interface Watch {
  /** Further state folders that orders come from. */
  readonly states?: readonly string[];
  /** Whether to look at what processes show of themselves, which costs time; default true. */
  readonly processes?: boolean;
}

/** The devices must be as they came. */
export async function judging(
  site: Site,
  ordered: Ordered,
  { states = [], processes = true }: Watch = {},
): Promise<Judged> {
  const devices = site.devices.map((device) => watched(device, ordered.version));
  const gathering = await gather({ stateFolders: [site.state, ...states], devices });
  const known = await knownOnce(site, ordered, devices);
  const watch = processes ? watchProcessesOf(site.folder) : undefined;
  const call: Judged['call'] = async (args, options) => {
    const stated = args.includes('--state') ? args : [...args, '--state', site.state];
    const ended = await site.cutover(stated, options);
    gathering.capture(...screensOf(args, ended));
    const isOrder = args[0] === 'run' || args[0] === 'recover';
    if (isOrder) gathering.exited({ code: ended.code ?? -1, transactions: transactionsIn(ended) });
    return ended;
  };
  return {
    call,
    run: (plan, more = [], options = {}) =>
      call(['run', plan, '-i', site.inventory, ...more], options),
    look: async (label) => {
      await gathering.look(label);
    },
    expectNoViolation: async () => {
      gathering.capture(...(watch?.stop() ?? []));
      const violations = judge(await gathering.close(known));
      const shown = violations.map(showViolation).join('\n');
      expect(shown, shown).toBe('');
    },
  };
}

/** The transactions that a screen speaks of, in the order in which they began. */
export function transactionsIn({ stdout }: Pick<Ended, 'stdout'>): readonly string[] {
  const named = stdout.matchAll(/(?:transaction |"transaction":")([0-9]{8}-[0-9]{6}-[a-z0-9-]+)/g);
  return [...new Set([...named].map((found) => found[1] ?? ''))];
}

function watched(device: RealDevice, version: string): WatchedDevice {
  const { root, home, services } = device.layout;
  const own = ['current', 'etc', 'data', 'releases/2.0'].map((name) => join(root, name));
  return {
    name: device.name,
    home,
    root: '',
    paths: [...own, services],
    lenience: { volatile: [], made: [join(root, 'releases', version)] },
    services: { [device.kind]: device.health },
  };
}

const knownBefore = new WeakMap<Ordered, Known>();

/** The same order to the same devices: what must come of it is worked out once. */
async function knownOnce(
  site: Site,
  ordered: Ordered,
  devices: readonly WatchedDevice[],
): Promise<Known> {
  const known = knownBefore.get(ordered) ?? (await knownOf(site, ordered, devices));
  knownBefore.set(ordered, known);
  return known;
}

async function knownOf(
  site: Site,
  { folder, version, unusable = [] }: Ordered,
  devices: readonly WatchedDevice[],
): Promise<Known> {
  const files = readdirSync(folder);
  const expected = await Promise.all(
    site.devices.map(async (device, at) => {
      const file = files.find((name) => name.startsWith(`${device.kind}-`));
      const own = devices[at];
      if (file === undefined || own === undefined || unusable.includes(device.kind)) return [];
      const from = { version, file: join(folder, file) };
      return [[device.name, await expectedNewOf(site.folder, device, own, from)] as const];
    }),
  );
  const expectedNew = Object.fromEntries(expected.flat());
  const packed = site.devices.map(({ name, layout }) => {
    const release = `${join(layout.root, 'releases', version)}/`;
    const own = Object.entries(expectedNew[name]?.paths ?? {}).flatMap(([path, { sha256 }]) =>
      path.startsWith(release) && sha256 !== undefined ? [[path, sha256] as const] : [],
    );
    return { device: name, files: Object.fromEntries(own) };
  });
  return { expectedNew, packed, secrets: [publisher.password, reader.password] };
}

function screensOf(args: readonly string[], { stdout, stderr }: Ended): readonly Capture[] {
  const name = args.slice(0, 2).join(' ');
  return [
    { kind: 'screen', name: `${name}: stdout`, bytes: Buffer.from(stdout) },
    { kind: 'screen', name: `${name}: stderr`, bytes: Buffer.from(stderr) },
  ];
}

/** Arguments and environments of whatever belongs to the site: others' processes may say what they like. */
function watchProcessesOf(folder: string): { readonly stop: () => readonly Capture[] } {
  const seen = new Map<string, Capture>();
  const look = (): void => {
    const all = captureProcesses();
    const own = new Set(
      all.filter(({ bytes }) => Buffer.from(bytes).includes(folder)).map(({ name }) => name),
    );
    for (const capture of all)
      if (own.has(capture.name)) seen.set(Buffer.from(capture.bytes).toString('latin1'), capture);
  };
  const timer = setInterval(look, 400);
  return {
    stop: () => {
      clearInterval(timer);
      return [...seen.values()];
    },
  };
}

/** The journal's records of a transaction, as `history` gives them. */
export async function recordsOf(
  judged: Judged,
  transaction: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { stdout } = await judged.call(['history', transaction, '--format', 'json']);
  return stdout
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { body: Record<string, unknown> }).body);
}
