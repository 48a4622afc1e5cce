/** Checked scripts and plans made by hand: planning is tested without the language's passes. */
import { createHash } from 'node:crypto';
import { parseInventory } from '../../src/inventory/parse.ts';
import type {
  CheckedMember,
  CheckedPlan,
  CheckedScript,
  CheckedStep,
  CheckedUnit,
  Expression,
  Library,
  Place,
  Primitive,
} from '../../src/language/checked.ts';
import { makeSource, positionOf } from '../../src/language/source.ts';
import type { PlanInputs } from '../../src/planning/inputs.ts';
import { resolvePlan } from '../../src/planning/resolve.ts';
import type { ResolvedPlan } from '../../src/planning/resolved.ts';
import type { ReleaseInformation, ReleasePackage } from '../../src/release/model.ts';

const place = (line: number): Place => ({ line, span: { start: line, end: line + 1 } });
export const constant = (value: string): Expression => ({ kind: 'constant', type: 'text', value });
export const read = (name: string): Expression => ({ kind: 'read', type: 'path', name });

export function step(
  id: string,
  primitive: string,
  value: Expression,
  more: Partial<CheckedStep> = {},
): CheckedStep {
  return {
    kind: 'step',
    id,
    primitive,
    family: 'switch',
    arguments: [{ param: 'at', type: value.type, value }],
    rest: [],
    withinMs: 10_000,
    tries: 1,
    everyMs: 0,
    wayBack: { by: 'itself' },
    touches: [],
    place: place(Number(/\d+/.exec(id)?.[0] ?? 0) + 10),
    ...more,
  };
}

const service = (effect: 'stops' | 'starts', name: Expression) => [
  { effect, kind: 'service', value: name } as const,
];

export function script(name: string, more: Partial<CheckedScript> = {}): CheckedScript {
  const daemon = read('daemon');
  return {
    name,
    title: `The ${name}`,
    file: `scripts/${name}.cutover`,
    text: `script ${name} {}\n`,
    platforms: ['posix'],
    artifacts: ['package'],
    params: [
      { name: 'root', type: 'path', value: `/opt/${name}` },
      { name: 'daemon', type: 'name', value: name },
    ],
    lets: [
      {
        kind: 'let',
        name: 'live',
        type: 'path',
        value: { kind: 'template', type: 'path', parts: [read('root'), '/current'] },
        place: place(3),
      },
    ],
    installed: step('installed', 'read-version', read('live'), { wayBack: { by: 'nothing' } }),
    phases: {
      check: [step('check.1', 'running', daemon, { family: 'check', wayBack: { by: 'nothing' } })],
      switch: [
        step('switch.1', 'stop', daemon, { touches: service('stops', daemon) }),
        step('switch.2', 'link', read('live')),
        step('switch.3', 'start', daemon, { touches: service('starts', daemon) }),
      ],
      verify: [step('verify.1', 'running', daemon, { wayBack: { by: 'nothing' } })],
    },
    uses: ['link', 'read-version', 'running', 'start', 'stop'],
    ...more,
  };
}

function primitive(name: string): Primitive {
  return {
    name,
    title: name,
    families: ['switch'],
    params: [],
    takesMs: 5_000,
    reversible: true,
    restarts: false,
    resumes: false,
    holds: false,
    touches: [],
    bindings: { posix: `apply() { ${name}; }\n` },
    text: `primitive ${name} {}\n`,
  };
}

const library: Library = {
  primitives: new Map(
    ['link', 'read-version', 'running', 'start', 'stop'].map((name) => [name, primitive(name)]),
  ),
  platforms: { posix: '# shared\n' },
};

export const member = (pattern: string, more: Partial<CheckedMember> = {}): CheckedMember => ({
  group: false,
  pattern,
  script: pattern.split('-')[0] ?? pattern,
  with: [],
  place: place(20),
  ...more,
});

export const unit = (more: Partial<CheckedUnit> = {}): CheckedUnit => ({
  mode: 'linked',
  title: 'core',
  members: [member('msc-*'), member('umg-*', { place: place(21) })],
  prepareOrder: [],
  switchOrder: [],
  place: place(19),
  ...more,
});

export function packageOf(name: string): ReleasePackage {
  return {
    script: name,
    artifact: 'package',
    variant: 'any',
    size: 3,
    sha256: 'a'.repeat(64),
    path: `core/3.0/${name}.tar.gz`,
  };
}

export const release: ReleaseInformation = {
  name: 'core',
  version: '3.0',
  published: '2026-11-27T10:00:00Z',
  packages: ['msc', 'umg', 'fuse'].map(packageOf),
};

const plan = (units: readonly CheckedUnit[]): CheckedPlan => ({
  title: 'Core to 3.0',
  file: 'core.cutover',
  text: 'plan "Core to 3.0" {}\n',
  release: { name: 'core', version: '3.0' },
  units,
});

/** Devices in one line each: `name` or `name: { … }`. */
function inventory(devices: readonly string[], more = '') {
  const lines = devices.map((line) => {
    const [name = '', rest = '{}'] = line.split(/: (.*)/s);
    return `  ${name}: ${rest.replace(/^\{/, `{ home: "/tmp/${name}", `)}`;
  });
  const text = `cutover: 1\nservers: [{ url: ftp://127.0.0.1/pub }]\ndefaults: { transport: local }\ndevices:\n${lines.join('\n')}\n${more}`;
  const parsed = parseInventory(makeSource('inventory.yaml', text), '/srv');
  if (parsed.inventory === undefined)
    throw new Error(JSON.stringify(parsed.diagnostics[0]?.message));
  return parsed.inventory;
}

export function inputs(
  devices: readonly string[],
  units: readonly CheckedUnit[],
  more: Partial<PlanInputs> & { readonly inventoryText?: string } = {},
): PlanInputs {
  const { inventoryText = '', ...rest } = more;
  return {
    plan: plan(units),
    source: makeSource('core.cutover', 'plan "Core to 3.0"\n'.repeat(10)),
    scripts: new Map(['msc', 'umg', 'fuse'].map((name) => [name, script(name)])),
    library,
    inventory: inventory(devices, inventoryText),
    release,
    hash: (text) => createHash('sha256').update(text).digest('hex'),
    ...rest,
  };
}

/** What is wrong, as `CODE MESSAGE`. */
export function problems(given: PlanInputs): readonly string[] {
  return resolvePlan(given).problems.map(({ code, message }) => `${code} ${message}`);
}

export function resolved(given: PlanInputs): ResolvedPlan {
  const { plan: found, problems: wrong } = resolvePlan(given);
  if (found === undefined) throw new Error(wrong.map(({ message }) => message).join('\n'));
  return found;
}

/** `file:line` of a problem's first place. */
export function placeOf(given: PlanInputs): string | undefined {
  const [first] = resolvePlan(given).problems;
  if (first === undefined) return undefined;
  const { line } = positionOf(first.source, first.labels[0].span.start);
  return `${first.source.file}:${String(line)}`;
}
