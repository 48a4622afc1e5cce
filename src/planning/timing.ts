/**
 * How long a unit may need from its first switch to its last vote, by the bounds of its steps.
 *
 * Rule 1: ranks switch one after the other, the devices of a rank at once (or so many at a time).
 * Rule 2: a limit that is shorter than this would end a unit in which nothing is wrong.
 */
import type { CheckedScript, Datum, Library } from '../language/checked.ts';
import { longestMs } from '../language/evaluate.ts';
import { stepsIn } from './steps.ts';

/** What an order may take beside its steps: the way there, the lock, fingerprints, syncing. */
const ORDER_MS = 30_000;

export interface Timed {
  readonly script: CheckedScript;
  readonly params: Readonly<Record<string, Datum>>;
}

export function longestToVote(
  switchRanks: readonly (readonly string[])[],
  timed: (device: string) => Timed,
  library: Library,
  atOnce = 0,
): number {
  const members = switchRanks.flat();
  const round = (names: readonly string[], each: (timed: Timed) => number) =>
    turns(names.length, atOnce) *
    (ORDER_MS + Math.max(0, ...names.map((name) => each(timed(name)))));
  const switching = switchRanks.map((rank) => round(rank, switchMs));
  const rest = [round(members, verifyMs), round(members, (each) => holdMs(each, library))];
  return [...switching, ...rest].reduce((sum, ms) => sum + ms, 0);
}

function turns(devices: number, atOnce: number): number {
  return atOnce > 0 ? Math.ceil(devices / atOnce) : 1;
}

function switchMs({ script, params }: Timed): number {
  return longestMs(script.phases.switch ?? [], { get: (name) => params[name] });
}

/** With the reading of the installed version. */
function verifyMs({ script, params }: Timed): number {
  const own = longestMs(script.phases.verify ?? [], { get: (name) => params[name] });
  return own + script.installed.withinMs;
}

/** The `hold` functions: each at most as long as its primitive takes. */
function holdMs({ script }: Timed, library: Library): number {
  return stepsIn(script.phases.switch ?? []).reduce((sum, { primitive }) => {
    const declared = library.primitives.get(primitive);
    return sum + (declared?.holds === true ? declared.takesMs : 0);
  }, 0);
}
