/**
 * The values of names on one device, and the numbers that its steps got.
 *
 * Rule 1: a name is set once for each time its line is reached; nothing is ever unset.
 * Deliberately not here: secrets' texts. A secret is its name in the store until a request is written.
 */
import type { CheckedScript, Datum } from '../language/checked.ts';
import type { Scope } from '../language/evaluate.ts';
import type { ResolvedDevice } from '../planning/resolved.ts';

export interface DeviceScope extends Scope {
  set(name: string, value: Datum): void;
  has(name: string): boolean;
  /** The next step's number in this transaction, from 1. */
  nextNo(): number;
  /** Remembers which number a `keep` got, for the steps that are put back from it. */
  keepAs(step: string, no: number): void;
  keepNo(step: string): number | undefined;
}

export interface ScopeSource {
  readonly device: ResolvedDevice;
  readonly script: CheckedScript;
  readonly release: { readonly name: string; readonly version: string };
  readonly transaction: string;
}

export function makeScope(source: ScopeSource): DeviceScope {
  const values = new Map<string, Datum>(startingValues(source));
  const keeps = new Map<string, number>();
  let last = 0;
  return {
    get: (name) => values.get(name),
    has: (name) => values.has(name),
    set: (name, value) => void values.set(name, value),
    nextNo: () => ++last,
    keepAs: (step, no) => void keeps.set(step, no),
    keepNo: (step) => keeps.get(step),
  };
}

function startingValues({
  device,
  release,
  transaction,
}: ScopeSource): readonly (readonly [string, Datum])[] {
  const address = device.address.transport === 'ssh' ? device.address.host : 'localhost';
  return [
    ['device.name', device.name],
    ['device.address', address],
    ['device.platform', device.platform],
    ['release.name', release.name],
    ['release.version', release.version],
    ['work', `${device.home}/tx/${transaction}/work`],
    ...Object.entries(device.params),
    ...Object.entries(device.artifacts).flatMap(([name, lines]) => [
      [name, lines] as const,
      [`${name}.size`, largest(lines)] as const,
    ]),
  ];
}

/** The largest variant: what must fit whichever is taken. */
function largest(lines: string): number {
  return Math.max(0, ...lines.split('\n').map((line) => Number(line.split(' ')[1] ?? 0)));
}
