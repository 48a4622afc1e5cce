/** A step that does not return is ended from outside, by a controller and by the device itself, and both go back alike. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CheckedScript, CheckedStep, PhaseName } from '../../src/language/checked.ts';
import { processesOf } from '../device/kit/rig.ts';
import { busybox, dash } from '../device/kit/shells.ts';
import { carryOutBy } from './carry-out.ts';
import { interpret } from './interpret.ts';
import { loadShipped, type Shipped } from './shipped-scripts.ts';
import { Twin, type Told, type Upgrade } from './twin.ts';

const twin = new Twin('umg');
let shipped: Shipped;
beforeAll(async () => {
  shipped = await loadShipped();
});
afterAll(() => twin.end());

const hangs = 'sleep 7331; true';

function hanging(): CheckedStep {
  const text = (value: string) => ({ kind: 'constant', type: 'text', value }) as const;
  return { ...shipped.failing, rest: [text('-c'), text(hangs)], withinMs: 1000 };
}

function upgradeWith(phase: PhaseName, line: string): Upgrade {
  const script = shipped.script('umg');
  const items = [...(script.phases[phase] ?? []), hanging()];
  const changed: CheckedScript = { ...script, phases: { ...script.phases, [phase]: items } };
  return {
    script: changed,
    library: shipped.library,
    version: '3.0',
    artifacts: { 'umg-package': line },
    params: twin.params(),
    secrets: {},
  };
}

const fate = ({ outcome, reason, line, why, files, running }: Told): unknown => ({
  outcome,
  reason,
  line,
  why,
  files,
  running,
});

test.each([
  ['stage', dash, 'not-staged'],
  ['switch', busybox, 'reverted'],
  ['verify', dash, 'reverted'],
] as const)('F39 L4: a step of %s hangs', async (phase, shell, outcome) => {
  const line = twin.pack({ kind: 'umg', version: '3.0' });
  await twin.fresh();
  const upgrade = upgradeWith(phase, line);
  const one = await interpret(twin, upgrade);
  await twin.fresh();
  const other = await carryOutBy(twin, upgrade, shell);
  expect(fate(other)).toEqual(fate(one));
  expect(other).toMatchObject({ outcome, why: '`run` did not end within 1 s and was ended' });
  expect(processesOf(`\0${hangs}\0`)).toEqual([]);
});

test('a step that hangs after the commit is ended, and the upgrade stands', async () => {
  const line = twin.pack({ kind: 'umg', version: '3.0' });
  await twin.fresh();
  const upgrade = upgradeWith('finish', line);
  const told = await carryOutBy(twin, upgrade, dash);
  expect(told).toMatchObject({ outcome: 'committed', reason: '', running: true });
  const log = readFileSync(join(twin.layout.home, 'agent/log'), 'utf8');
  expect(log).toContain('report: reported');
});
