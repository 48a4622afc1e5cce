/**
 * A checked script as a program for a device that upgrades itself: POSIX sh, functions and data (docs/agent.md,
 * *The program*).
 *
 * Rule 1: the same script, library, release and artifacts give the same text, to the byte.
 * Rule 2: the program does on the device what the interpreter does: the same files, the same order of effects.
 * Deliberately not here: the runner that it calls (`src/device/agent`), the texts' joining (`src/device/agent.ts`).
 */
import type { CheckedLet, CheckedScript, CheckedStep } from '../language/checked.ts';
import { knownIn } from '../language/explain/known.ts';
import { dataLines, bindingLines, paramLines } from './data.ts';
import { headLines } from './head.ts';
import type { CompileInput } from './input.ts';
import { indented, itemLines, letLines, type ItemWriter } from './items.ts';
import { managedLines } from './managed.ts';
import { namesInLet } from './names.ts';
import { callLines, stepLines, type StepSource } from './steps.ts';

export function compile(input: CompileInput): string {
  const { script, library } = input;
  const source: StepSource = { file: fileName(script.file), library, known: knownIn(script) };
  const lines = [
    ...headLines(input, source),
    '#',
    '# Names of the script are variables, and texts are meant as they stand.',
    '# shellcheck disable=SC2016,SC2034,SC2043,SC2154,SC2317,SC2329',
    '',
    ...dataLines(input),
    ...paramLines(script),
    ...bindingLines(input),
    ...phaseFunctions(script, source),
  ];
  return `${lines.join('\n')}\n`;
}

/** Where the script lay when it was compiled is nobody's business. */
function fileName(path: string): string {
  return path.split('/').at(-1) ?? path;
}

function phaseFunctions(script: CheckedScript, source: StepSource): readonly string[] {
  const writer: ItemWriter = {
    file: source.file,
    depth: 0,
    step: (step) => stepLines(step, source),
  };
  const phase = (name: 'check' | 'backup' | 'stage' | 'switch' | 'verify' | 'finish' | 'report') =>
    shellFunction(`program_${name}`, itemLines(script.phases[name] ?? [], writer));
  const { early, late } = splitLets(script);
  return [
    ...shellFunction('program_look', [
      ...early.flatMap(letLines),
      'program_installed device__version || return 1',
      ...late.flatMap(letLines),
    ]),
    ...shellFunction('program_installed', reading(script.installed, source, '"$1"')),
    ...phase('check'),
    ...phase('backup'),
    ...phase('stage'),
    ...shellFunction(
      'program_prepared',
      script.prepared === undefined ? [] : reading(script.prepared, source, 'prepared__version'),
    ),
    ...shellFunction('program_managed', managedLines(script)),
    ...shellFunction(
      'program_mend',
      itemLines(script.phases.revert ?? [], {
        ...writer,
        step: (step) => callLines('kit_mend', step),
      }),
    ),
    ...phase('switch'),
    ...phase('verify'),
    ...phase('finish'),
    ...phase('report'),
  ];
}

function shellFunction(name: string, body: readonly string[]): readonly string[] {
  return [`${name}() {`, ...indented(body), '}', ''];
}

/** A reading of a version, as a step that gives it to a name of the runner's. */
function reading(step: CheckedStep, source: StepSource, name: string): readonly string[] {
  const giving = { ...step, as: { name: 'version', type: 'version' } } as const;
  const lines = stepLines(giving, source);
  return lines.map((line) =>
    line === 'run_take version version || return 1' ? `run_take version ${name} || return 1` : line,
  );
}

/** Those that can be known before the device was asked, and those that wait for its version. */
function splitLets(script: CheckedScript): {
  readonly early: readonly CheckedLet[];
  readonly late: readonly CheckedLet[];
} {
  const waiting = new Set(['device.version']);
  const late = script.lets.filter((item) => {
    const waits = namesInLet(item).some((name) => waiting.has(name));
    if (waits) waiting.add(item.name);
    return waits;
  });
  return { early: script.lets.filter((item) => !late.includes(item)), late };
}
