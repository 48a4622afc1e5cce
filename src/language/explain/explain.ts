/**
 * A script in the reviewer's words: what it does and in which exact commands, what it touches, what
 * undoes it, how long it takes, what has to be believed.
 *
 * Rule 1: the same script and library give the same text, to the byte.
 * Rule 2: everything that a reviewer must know and that the script's text leaves out is said here,
 *         the way back first of all.
 * Rule 3: what matters most stands on the first screen, and says what is below.
 */
import type { CheckedScript, Library } from '../checked.ts';
import { explainBelieved } from './believed.ts';
import { explainBindings } from './bindings.ts';
import { explainHead, explainReadings } from './head.ts';
import { inShort } from './in-short.ts';
import { knownIn } from './known.ts';
import { explainPhases, explainTimes, heading } from './phases.ts';
import { explainServices } from './services.ts';
import type { Explaining } from './step.ts';
import { explainWayBack } from './way-back.ts';

export interface ExplainOptions {
  /** Without the shell text of the words, which is the same for all scripts. */
  readonly withoutBindings?: boolean;
}

export function explain(
  script: CheckedScript,
  library: Library,
  { withoutBindings = false }: ExplainOptions = {},
): string {
  const bindings = withoutBindings ? leftOut(script) : explainBindings(script, library);
  return [explainSteps(script, library), ...heading(BINDINGS), ...bindings].join('\n');
}

function leftOut({ uses }: CheckedScript): readonly string[] {
  return [`Left out, by --without-bindings, of: ${uses.join(', ')}.`, ''];
}

interface Section {
  readonly title: string;
  readonly lines: readonly string[];
}

/** Without the bindings' own texts. */
export function explainSteps(script: CheckedScript, library: Library): string {
  const explaining = { library, known: knownIn(script) };
  const after = sectionsAfter(script, explaining);
  const titles = [VERSIONS, 'phases', ...after.map(({ title }) => title), BINDINGS];
  const lines = [
    `script ${script.name}: ${script.title}`,
    '',
    ...inShort(script, explaining, titles),
    '',
    ...explainHead(script),
    '',
    'The script is read by the controller; each step is carried out on the device, by the shell text of its',
    'word (printed last). In commands, `{name}` is a value that only the run knows, `{no}` the step’s number.',
    '',
    ...heading(VERSIONS),
    ...explainReadings(script, explaining),
    '',
    ...explainPhases(script, explaining),
    ...after.flatMap(({ title, lines: text }) => [...heading(title), ...text, '']),
  ];
  return lines.map((line) => line.trimEnd()).join('\n');
}

const VERSIONS = 'versions';
const BINDINGS = 'shell text of the words';

function sectionsAfter(script: CheckedScript, explaining: Explaining): readonly Section[] {
  return [
    { title: 'the way back', lines: explainWayBack(script, explaining) },
    { title: 'services', lines: explainServices(script, explaining) },
    { title: 'longest times', lines: explainTimes(script) },
    { title: 'believed, not proved', lines: explainBelieved(script, explaining) },
  ];
}
