/** Shipped scripts, interpreted and compiled, on two equal devices: the same files, effects, fingerprints, causes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DeviceKind } from '../../src/demo/device/layout.ts';
import type { Flaw } from '../../src/demo/device/release-files.ts';
import { loadLibrary } from '../../src/inventory/load-library.ts';
import { loadTexts } from '../../src/inventory/load-texts.ts';
import { check } from '../../src/language/check.ts';
import type { CheckedScript, Library } from '../../src/language/checked.ts';
import { allShells, dash, type ShellKind } from '../device/kit/shells.ts';
import { carryOutBy } from './carry-out.ts';
import { interpret } from './interpret.ts';
import { Twin, type Upgrade } from './twin.ts';

const kinds: readonly DeviceKind[] = ['umg', 'msc-server', 'sgw'];
const scripts = new Map<string, CheckedScript>();
let library: Library;

beforeAll(async () => {
  ({ library } = await loadLibrary());
  for (const kind of kinds) {
    const texts = await loadTexts([`scripts/${kind}.cutover`]);
    for (const [name, script] of check(texts.sources, library, texts.bindings).scripts)
      scripts.set(name, script);
  }
});

const twins: Twin[] = [];
afterAll(async () => {
  for (const twin of twins) await twin.end();
});

async function both(
  kind: DeviceKind,
  shell: ShellKind,
  flaw?: Flaw,
  from = '2.0',
): Promise<readonly unknown[]> {
  const twin = new Twin(kind);
  twins.push(twin);
  const script = scripts.get(kind);
  if (script === undefined) throw new Error(`no script ${kind}`);
  const line = twin.pack({ kind, version: '3.0', ...(flaw === undefined ? {} : { flaw }) });
  await twin.fresh(from);
  const upgrade: Upgrade = {
    script,
    library,
    version: '3.0',
    artifacts: { [script.artifacts[0] ?? '']: line },
    params: twin.params(),
    secrets: {},
  };
  const one = await interpret(twin, upgrade);
  await twin.fresh(from);
  const other = await carryOutBy(twin, upgrade, shell);
  await twin.powerOff();
  return [one, other];
}

describe.each(allShells)('$name', (shell) => {
  test('A11 umg goes to 3.0 by its program as by a controller', async () => {
    const [one, other] = await both('umg', shell);
    expect(other).toEqual(one);
    expect(other).toMatchObject({ outcome: 'committed', running: true });
  });
});

test.each(kinds)('%s: the program does what the interpreter does', async (kind) => {
  const [one, other] = await both(kind, dash);
  expect(other).toEqual(one);
});
