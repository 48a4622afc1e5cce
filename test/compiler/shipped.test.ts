/** Shipped scripts, interpreted and compiled, on two equal devices: the same files, effects, fingerprints, causes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DeviceKind } from '../../src/demo/device/layout.ts';
import type { Flaw } from '../../src/demo/device/release-files.ts';
import type { CheckedScript, PhaseName } from '../../src/language/checked.ts';
import { allShells, busybox, dash, type ShellKind } from '../device/kit/shells.ts';
import { carryOutBy } from './carry-out.ts';
import { interpret } from './interpret.ts';
import { kinds, loadShipped, type Shipped } from './shipped-scripts.ts';
import { Twin, type Told, type Upgrade } from './twin.ts';

let shipped: Shipped;
beforeAll(async () => {
  shipped = await loadShipped();
});

const twins = new Map<DeviceKind, Twin>();
afterAll(async () => {
  for (const twin of twins.values()) await twin.end();
});

interface Story {
  readonly shell?: ShellKind;
  readonly flaw?: Flaw;
  /** The version that the device has. */
  readonly from?: string;
  readonly change?: (script: CheckedScript) => CheckedScript;
}

async function both(kind: DeviceKind, story: Story): Promise<readonly [Told, Told]> {
  const twin = twins.get(kind) ?? new Twin(kind);
  twins.set(kind, twin);
  const { flaw, from = '2.0', shell = dash, change = (script) => script } = story;
  const script = change(shipped.script(kind));
  const line = twin.pack({ kind, version: '3.0', ...(flaw === undefined ? {} : { flaw }) });
  await twin.fresh(from);
  const upgrade: Upgrade = {
    script,
    library: shipped.library,
    version: '3.0',
    artifacts: { [script.artifacts[0] ?? '']: line },
    params: twin.params(),
    secrets: {},
  };
  const one = await interpret(twin, upgrade);
  await twin.fresh(from);
  const other = await carryOutBy(twin, upgrade, shell);
  await twin.powerOff();
  return [comparable(one), comparable(other)];
}

/** A controller gives the steps that it skips after a failure their numbers; a device by itself does not. */
function comparable(told: Told): Told {
  const failed = told.effects.findIndex((effect) => effect.endsWith(' failed'));
  const effects = told.effects.map((effect, at) =>
    failed >= 0 && at > failed ? effect.replace(/^\d+ /, '') : effect,
  );
  return { ...told, effects };
}

describe.each(allShells)('$name', (shell) => {
  test('A11 umg goes to 3.0 by its program as by a controller', async () => {
    const [one, other] = await both('umg', { shell });
    expect(other).toEqual(one);
    expect(other).toMatchObject({ outcome: 'committed', running: true });
  });
});

test.each(kinds)('A11 %s: the program does what the interpreter does', async (kind) => {
  const [one, other] = await both(kind, {});
  expect(other).toEqual(one);
  expect(other.outcome).toBe('committed');
});

const flaws: readonly Flaw[] = ['dies', 'fails-self-test', 'breaks-migration'];
test.each(flaws)('B11 a package that %s: both go back to the same', async (flaw) => {
  const [one, other] = await both('umg', { flaw, shell: busybox });
  expect(other).toEqual(one);
  expect(other.outcome).toBe(flaw === 'fails-self-test' ? 'not-staged' : 'reverted');
});

test.each([
  ['on it already', '3.0', 'current', ''],
  ['on a newer one', '3.1', 'not-staged', 'newer-version'],
  ['on one that is too old', '1.9', 'not-staged', 'require'],
])('A11 a device %s', async (_, from, outcome, reason) => {
  const [one, other] = await both('umg', { from });
  expect(other).toEqual(one);
  expect(other).toMatchObject({ outcome, reason, running: true });
});

/** CUTOVER_RUNS=99 tries every place. */
const every = Number(process.env['CUTOVER_RUNS'] ?? 0) === 99;
const places: readonly (readonly [PhaseName, number])[] = (
  [
    ['check', 1],
    ['backup', 1],
    ['stage', 5],
    ['switch', 7],
    ['verify', 3],
    ['finish', 1],
    ['report', 1],
  ] as const
).flatMap(([phase, count]) =>
  Array.from({ length: count }, (_, at) => [phase, at] as const).filter(
    ([, at]) => every || at % 3 === 0,
  ),
);

const WHY = '`run` sh -c echo because; exit 7: sh returned 7; it printed: because';

test.each(places)('B11 umg fails in %s before its item %i', async (phase, at) => {
  const put = (script: CheckedScript): CheckedScript => ({
    ...script,
    phases: {
      ...script.phases,
      [phase]: (script.phases[phase] ?? []).toSpliced(at, 0, shipped.failing),
    },
  });
  const [one, other] = await both('umg', { change: put });
  expect(other).toEqual(one);
  const after = phase === 'finish' || phase === 'report';
  expect(other.why).toBe(after ? '' : WHY);
});
