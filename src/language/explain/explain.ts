/**
 * A script in the reviewer's words: what it does and in which exact commands, what it touches, what
 * undoes it, how long it takes, what has to be believed.
 *
 * Rule 1: the same script and library give the same text, to the byte.
 * Rule 2: everything that a reviewer must know and that the script's text leaves out is said here,
 *         the way back first of all.
 */
import type { CheckedScript, Library } from '../checked.ts';
import { explainBelieved } from './believed.ts';
import { explainBindings } from './bindings.ts';
import { explainHead, explainReadings } from './head.ts';
import { knownIn } from './known.ts';
import { explainPhases, explainTimes, heading } from './phases.ts';
import { explainServices } from './services.ts';
import { explainWayBack } from './way-back.ts';

export function explain(script: CheckedScript, library: Library): string {
  return [explainSteps(script, library), ...explainBindings(script, library)].join('\n');
}

/** Without the bindings' own texts. */
export function explainSteps(script: CheckedScript, library: Library): string {
  const explaining = { library, known: knownIn(script) };
  const lines = [
    ...explainHead(script),
    '',
    'The script is read by the controller; each step is carried out on the device, by the shell text of its',
    'word (printed last). In commands, `{name}` is a value that only the run knows, `{no}` the step’s number.',
    '',
    ...heading('versions'),
    ...explainReadings(script, explaining),
    '',
    ...explainPhases(script, explaining),
    ...heading('the way back'),
    ...explainWayBack(script, explaining),
    '',
    ...heading('services'),
    ...explainServices(script, explaining),
    '',
    ...heading('longest times'),
    ...explainTimes(script),
    '',
    ...heading('believed, not proved'),
    ...explainBelieved(script, explaining),
    '',
  ];
  return lines.map((line) => line.trimEnd()).join('\n');
}
