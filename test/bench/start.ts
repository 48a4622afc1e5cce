/** How long a command takes from nothing, beside Node's own start. */
import { inTurns, node, times, type Measured } from './measure.ts';

const MOST = 3.5;
const cutover = 'dist/src/cli/main.js';

export async function startTimes(): Promise<readonly Measured[]> {
  const [bare = 0, version = 0, help = 0, check = 0] = await inTurns(
    [
      () => {
        node('-e', '0');
      },
      () => {
        node(cutover, '--version');
      },
      () => {
        node(cutover, '--help');
      },
      () => {
        node(cutover, 'check', 'scripts/umg.cutover');
      },
    ],
    11,
  );
  return [
    row('cutover --version', version, bare),
    row('cutover --help', help, bare),
    row('cutover check scripts/umg.cutover', check, bare),
  ];
}

function row(what: string, ms: number, bare: number): Measured {
  return {
    what,
    value: `${ms.toFixed(0)} ms`,
    beside: `node -e 0: ${bare.toFixed(0)} ms, ${times(ms / bare)}`,
    goal: `at most ${times(MOST)}`,
    met: ms / bare <= MOST,
  };
}
