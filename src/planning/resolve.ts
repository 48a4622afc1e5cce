/**
 * A checked plan, an inventory and a release → the exact plan; or why they don't fit.
 *
 * Rule 1: all that is wrong is found in one go.
 * Rule 2: the same inputs give the same plan, to the byte, and so the same hash.
 */
import type { CheckedScript, Primitive } from '../language/checked.ts';
import { defect } from '../language/defect.ts';
import type { Diagnostic } from '../language/diagnostic.ts';
import { artifactsOf } from './artifacts.ts';
import { canonicalJson } from './canonical.ts';
import type { PlanInputs } from './inputs.ts';
import { checkIrreversible } from './irreversible.ts';
import { assign } from './members.ts';
import type { Assigned } from './members.ts';
import { missingParams } from './missing.ts';
import type { MissingParams } from './missing.ts';
import { paramsOf } from './params.ts';
import { hasErrors, report } from './problems.ts';
import type { Problems } from './problems.ts';
import type { ResolvedDevice, ResolvedPlan, ResolvedUnit } from './resolved.ts';
import { resolveUnit } from './resolve-unit.ts';
import { draftUnits } from './units.ts';
import { checkUnknownParams } from './unknown-params.ts';

export interface Resolution {
  /** Missing where an error is among the problems; warnings leave it there. */
  readonly plan?: ResolvedPlan;
  readonly problems: readonly Diagnostic[];
}

export function resolvePlan(inputs: PlanInputs): Resolution {
  const problems: Problems = { source: inputs.source, all: [] };
  checkRelease(inputs, problems);
  const assigned = assign(inputs, problems);
  const drafts = draftUnits(inputs, problems, assigned);
  const everybody = [...assigned.values()].flat();
  const devices = devicesOf(inputs, problems, everybody);
  checkUnknownParams(inputs, problems, everybody);
  for (const draft of drafts) checkIrreversible(problems, draft, scriptIn(inputs));
  const units = drafts.flatMap((draft) => resolveUnit(inputs, problems, draft, devices) ?? []);
  return hasErrors(problems)
    ? { problems: problems.all }
    : { plan: assemble(inputs, devices, units), problems: problems.all };
}

function checkRelease({ plan, release }: PlanInputs, problems: Problems): void {
  if (release.name === plan.release.name && release.version === plan.release.version) return;
  report(
    problems,
    'E0817',
    { start: 0, end: 0 },
    `the plan is for ${plan.release.name} ${plan.release.version}, the version information is about ${release.name} ${release.version}`,
  );
}

/** The checker knows every script that a plan names. */
function scriptIn({ scripts }: PlanInputs): (name: string) => CheckedScript {
  return (name) =>
    scripts.get(name) ?? defect(`the plan runs \`${name}\`, which was not handed on`);
}

function devicesOf(
  inputs: PlanInputs,
  problems: Problems,
  assigned: readonly Assigned[],
): ReadonlyMap<string, ResolvedDevice> {
  const missing = missingParams();
  const artifacts = new Map<unknown, Readonly<Record<string, string>>>();
  const devices = new Map<string, ResolvedDevice>();
  for (const each of assigned) {
    const { member } = each;
    const script = scriptIn(inputs)(member.script);
    const known = artifacts.get(member) ?? artifactsOf(inputs, problems, member, script);
    artifacts.set(member, known);
    devices.set(each.device.name, deviceOf(inputs, problems, each, script, missing, known));
  }
  missing.reportTo(problems);
  return devices;
}

function deviceOf(
  inputs: PlanInputs,
  problems: Problems,
  assigned: Assigned,
  script: CheckedScript,
  missing: MissingParams,
  artifacts: Readonly<Record<string, string>>,
): ResolvedDevice {
  const { name, platform, address, home, services } = assigned.device;
  if (!script.platforms.includes(platform)) wrongPlatform(problems, assigned, script);
  return {
    name,
    script: script.name,
    platform,
    address,
    home,
    ...(services === undefined ? {} : { services }),
    params: paramsOf(inputs, problems, assigned, script, missing),
    artifacts,
  };
}

function wrongPlatform(
  problems: Problems,
  { device, member }: Assigned,
  { name, platforms }: CheckedScript,
): void {
  report(
    problems,
    'E0807',
    member.place.span,
    `\`${device.name}\` is of the platform \`${device.platform}\`; \`${name}\` is for ${platforms.map((each) => `\`${each}\``).join(', ')}`,
  );
}

function assemble(
  { plan, release, scripts, library, inventory, hash }: PlanInputs,
  devices: ReadonlyMap<string, ResolvedDevice>,
  units: readonly ResolvedUnit[],
): ResolvedPlan {
  const used = [...new Set([...devices.values()].map(({ script }) => script))].sort();
  const usedScripts = used.flatMap((name) => scripts.get(name) ?? []);
  const primitives = new Set(usedScripts.flatMap(({ uses }) => uses));
  const platforms = new Set([...devices.values()].map(({ platform }) => platform));
  const body = {
    format: 1 as const,
    title: plan.title,
    release: {
      name: plan.release.name,
      version: plan.release.version,
      ...(release.activate === undefined ? {} : { activate: release.activate }),
      ...(release.unsigned === undefined ? {} : { unsigned: release.unsigned }),
    },
    scripts: Object.fromEntries(usedScripts.map((script) => [script.name, script])),
    primitives: pick<Primitive>([...primitives].sort(), (name) => library.primitives.get(name)),
    platforms: pick<string>([...platforms].sort(), (name) => library.platforms[name]),
    devices: Object.fromEntries([...devices.values()].map((device) => [device.name, device])),
    units,
    servers: inventory.servers,
    secrets: inventory.secrets,
  };
  return { ...body, hash: hash(canonicalJson(body)) };
}

function pick<T>(
  names: readonly string[],
  find: (name: string) => T | undefined,
): Readonly<Record<string, T>> {
  return Object.fromEntries(
    names.map((name) => [name, find(name) ?? defect(`the library has no \`${name}\``)]),
  );
}
