/** The checker and the formatter on 100,000 lines in 200 files, warm, on one core. */
import { readFileSync } from 'node:fs';
import { loadLibrary, shippedPrimitives } from '../../src/inventory/load-library.ts';
import { check } from '../../src/language/check.ts';
import { format } from '../../src/language/format.ts';
import { parse } from '../../src/language/parse.ts';
import { makeSource, type Source } from '../../src/language/source.ts';
import { count, inTurns, type Measured } from './measure.ts';

const FILES = 200;
const LINES = 100_000;
const LEAST_PER_SECOND = 40_000;
const MOST_MIB = 400;
const HASH = '5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef';

export async function checkingTimes(): Promise<readonly Measured[]> {
  const { library } = await loadLibrary(shippedPrimitives());
  const sources = longScripts();
  const lines = sources.reduce((sum, { text }) => sum + text.split('\n').length, 0);
  const [parsing = 1, checking = 1, formatting = 1] = await inTurns(
    [
      () => void sources.map((source) => parse(source)),
      () => {
        mustBeRight(check(sources, library, {}).diagnostics.length);
      },
      () => void sources.map((source) => format(parse(source).file, source)),
    ],
    5,
  );
  const mib = process.resourceUsage().maxRSS / 1024;
  return [
    rate('parse', lines, parsing),
    {
      ...rate('check', lines, checking),
      goal: `at least ${count(LEAST_PER_SECOND)} lines/s`,
      met: lines / checking >= LEAST_PER_SECOND / 1000,
    },
    rate('parse and format', lines, formatting),
    {
      what: 'memory of all that',
      value: `${mib.toFixed(0)} MiB resident`,
      beside: `${String(FILES)} files, ${count(lines)} lines`,
      goal: `under ${String(MOST_MIB)} MiB`,
      met: mib < MOST_MIB,
    },
  ];
}

function rate(what: string, lines: number, ms: number): Measured {
  return {
    what: `${what} ${count(lines)} lines`,
    value: `${count((lines / ms) * 1000)} lines/s`,
    beside: `${ms.toFixed(0)} ms`,
    goal: '',
  };
}

function mustBeRight(problems: number): void {
  if (problems > 0) throw new Error(`the generated scripts have ${String(problems)} problems`);
}

/** The shipped UMG script, its check phase made long with what is allowed there. */
function longScripts(): readonly Source[] {
  const text = readFileSync('scripts/umg.cutover', 'utf8');
  const lines = LINES / FILES - text.split('\n').length;
  const more = Array.from(
    { length: lines },
    (_, at) => `    file-is "/opt/umg/etc/part-${String(at)}.conf" sha256: "${HASH}"\n`,
  ).join('');
  return Array.from({ length: FILES }, (_, at) =>
    makeSource(
      `umg-${String(at)}.cutover`,
      text
        .replace('script umg ', `script umg-${String(at)} `)
        .replace(/^ {2}check \{\n/m, (line) => line + more),
    ),
  );
}
