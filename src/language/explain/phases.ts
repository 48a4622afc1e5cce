/** Each phase: when it runs, what it does, how long at most, what happens if it fails. */
import type { CheckedScript, PhaseName } from '../checked.ts';
import { longestMs } from '../evaluate-time.ts';
import { phaseOrder } from '../phases/table.ts';
import { explainItems, indent } from './items.ts';
import type { Explaining } from './step.ts';
import { sayLong } from './times.ts';

const when: Readonly<Record<PhaseName, string>> = {
  check: 'while preparing, the service is up',
  backup: 'while preparing, the service is up',
  stage: 'while preparing, the service is up',
  switch: 'when every member of the unit is staged',
  verify: 'after the switch, before the vote, over a new connection',
  revert: 'only on the way back, when all else has been undone',
  finish: 'after the commit',
  report: 'last, however it ended',
};

const failing: Readonly<Record<PhaseName, string>> = {
  check: 'the device is not staged; nothing has been touched',
  backup: 'what was put aside is removed; nothing has been touched',
  stage: 'what was made is removed; nothing live has been touched',
  switch: 'the way back',
  verify: 'the way back',
  revert: 'the device is *broken*: it is named, with the folder of what was kept',
  finish: 'a warning; the upgrade stands',
  report: 'a note; nothing else changes',
};

export function explainPhases(script: CheckedScript, explaining: Explaining): readonly string[] {
  return phaseOrder.flatMap((phase) => {
    const items = script.phases[phase];
    if (items === undefined) return [];
    return [
      ...heading(`${phase}: ${when[phase]}`),
      `longest  ${sayLongest(script, phase)}`,
      `if it fails: ${failing[phase]}`,
      '',
      ...indent(explainItems(items, explaining)),
    ];
  });
}

export function heading(title: string): readonly string[] {
  return [title, '-'.repeat([...title].length)];
}

/** The longest times of all phases, one a line. */
export function explainTimes(script: CheckedScript): readonly string[] {
  return phaseOrder
    .filter((phase) => script.phases[phase] !== undefined)
    .map((phase) => `${phase.padEnd(8)} ${sayLongest(script, phase)}`);
}

export function sayLongest(script: CheckedScript, phase: PhaseName): string {
  const values = new Map(script.params.map(({ name, value }) => [name, value]));
  return sayLong(longestMs(script.phases[phase] ?? [], { get: (name) => values.get(name) }));
}
