/**
 * The exact plan for people: who, in which order, what runs where, what takes it back, what it costs.
 *
 * Rule 1: what is shown is in the plan that is hashed, and nothing else is.
 * Rule 2: devices that run the same with the same values are shown once.
 */
import type { CheckedScript, CheckedStep } from '../../language/checked.ts';
import { defect } from '../../language/defect.ts';
import type { Known } from '../../language/explain/known.ts';
import { sayLong } from '../../language/explain/times.ts';
import { sayDatum } from '../../language/explain/words.ts';
import { escapeHidden } from '../../language/hidden.ts';
import { phaseOrder } from '../../language/phases/table.ts';
import type { ResolvedDevice, ResolvedPlan, ResolvedUnit } from '../resolved.ts';
import { filledItems, filledStep, knownOn } from './filled.ts';
import { outageLines } from './outage.ts';
import { indented, itemLines, stepLine } from './step-lines.ts';
import { wayBackLines } from './way-back.ts';

export function planText(plan: ResolvedPlan): string {
  const lines = [
    ...headLines(plan),
    ...plan.units.flatMap((unit) => ['', ...unitLines(plan, unit)]),
    '',
    `hash ${plan.hash}`,
  ];
  // A value may hold anything; a screen must not obey it.
  return `${lines.map(escapeHidden).join('\n')}\n`;
}

function headLines({ title, release, servers, units, devices }: ResolvedPlan): readonly string[] {
  const count = Object.keys(devices).length;
  return [
    `plan "${title}"`,
    releaseText(release),
    `${plural(units.length, 'unit')}, ${plural(count, 'device')}`,
    ...servers.map(({ url }) => `server ${url}`),
  ];
}

function releaseText({ name, version, activate, unsigned }: ResolvedPlan['release']): string {
  const later = activate === undefined ? '' : `, not to be switched to before ${activate}`;
  const marked = unsigned === undefined ? '' : ', unsigned: nobody’s signature was checked';
  return `release ${name} ${version}${later}${marked}`;
}

function plural(count: number, word: string): string {
  return `${String(count)} ${word}${count === 1 ? '' : 's'}`;
}

function unitLines(plan: ResolvedPlan, unit: ResolvedUnit): readonly string[] {
  const together = unit.mode === 'linked' ? ': all or nothing' : '';
  return [
    `unit "${unit.title}", ${unit.mode}, ${plural(unit.members.length, 'device')}${together}`,
    `  prepare ${orderText(unit.prepareRanks)}`,
    `  switch ${orderText(unit.switchRanks)}`,
    ...(unit.skewMs === undefined ? [] : [`  skew at most ${sayLong(unit.skewMs)}`]),
    `  vote within ${sayLong(unit.voteWithinMs)} of the first switch`,
    ...indented(alike(plan, unit)),
  ];
}

function orderText(ranks: readonly (readonly string[])[]): string {
  const texts = ranks.map((rank) => rank.join(', '));
  return ranks.length === 1 && (ranks[0]?.length ?? 0) > 1
    ? `${texts.join()} at once`
    : texts.join(', then ');
}

/** What runs on each device; devices of which all of it is the same are shown together. */
function alike(plan: ResolvedPlan, unit: ResolvedUnit): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const name of unit.members) {
    const device = plan.devices[name] ?? defect(`the plan has no device \`${name}\``);
    const body = deviceBody(plan, unit, device).join('\n');
    const heads = groups.get(body) ?? [];
    groups.set(body, [...heads, `device ${device.name}  ${addressText(device)}`]);
  }
  return [...groups].flatMap(([body, heads]) => ['', ...heads, ...body.split('\n')]);
}

function deviceBody(
  plan: ResolvedPlan,
  unit: ResolvedUnit,
  device: ResolvedDevice,
): readonly string[] {
  const script = plan.scripts[device.script] ?? defect(`the plan has no \`${device.script}\``);
  const known = knownOn(plan, device, script);
  return [
    `  script ${script.name} "${script.title}", ${script.file}`,
    ...settingLines(device, script),
    ...indented(phaseLines(plan, script, known)),
    '  way back, last first',
    ...indented(indented(wayBackLines(plan, script, known))),
    '  services stopped',
    ...indented(indented(orNone(outageLines(script, known, unit.voteWithinMs)))),
  ];
}

function orNone(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? ['none'] : lines;
}

function addressText({ address, home }: ResolvedDevice): string {
  return address.transport === 'local'
    ? `this machine, ${address.shell}, home ${home}`
    : `ssh ${address.user}@${address.host} port ${String(address.port)}, home ${home}`;
}

function settingLines(device: ResolvedDevice, script: CheckedScript): readonly string[] {
  const params = script.params.flatMap(({ name, type }) => {
    const value = device.params[name];
    if (value === undefined) return [];
    return [
      `  param ${name}: ${type === 'secret' ? `the secret ${String(value)}` : sayDatum(value, type)}`,
    ];
  });
  const packages = Object.entries(device.artifacts).flatMap(([name, lines]) =>
    lines.split('\n').map((line) => `  package ${name}: ${packageText(line)}`),
  );
  return [...params, ...packages];
}

function packageText(line: string): string {
  const [variant = '', size = '', sha256 = '', path = ''] = line.split(' ');
  return `${variant}, ${size} bytes, SHA-256 ${sha256}, ${path}`;
}

function phaseLines(
  { primitives }: ResolvedPlan,
  script: CheckedScript,
  known: Known,
): readonly string[] {
  const { installed, prepared } = script;
  const reading = (word: string, step: CheckedStep) =>
    `  ${stepLine(filledStep(step, known), primitives, `${word} `)}`;
  return [
    'versions',
    reading('installed', installed),
    ...(prepared === undefined ? [] : [reading('prepared ', prepared)]),
    ...phaseOrder.flatMap((phase) => {
      const items = script.phases[phase];
      return items === undefined
        ? []
        : [phase, ...indented(itemLines(filledItems(items, known), primitives))];
    }),
  ];
}
