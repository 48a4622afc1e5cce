/** Steps of generated scripts that fail: by themselves, by what they give, and with all kinds of values and output. */
import type { PhaseName as Phase } from '../../src/language/checked.ts';

/** What makes a step fail, where a phase has one that may. */
export const failing: Readonly<Partial<Record<Phase, readonly string[]>>> = {
  check: [
    'require not on and on else "asked for {word} {wait}"',
    'run "sh" "-c" "echo why not >&2; exit 3"',
    'run "echo" "x y" as bad-value: integer',
    'run "sh" "-c" "echo; cat; echo \\" $* \\" >&2; exit 4" word flags mode "{wait}" "more" input: token',
    'run "sh" "-c" "echo again; echo again; exit 1" words retry 2 every 1s',
    'http "http://127.0.0.1:1/{number}" status: number',
  ],
  stage: [
    'run "false" writes: []',
    'make-folder "{root}/etc"',
    'run "awk" "BEGIN { while (n++ < 500) print \\"line\\", n; exit 1 }" live writes: [next, "{next}/x"]',
    'run "printf" "\\\\351\\\\303\\\\251%d" word word writes: [next]',
  ],
  switch: [
    'run "sh" "-c" "echo \\"  half a line \\"; exit 1" writes: []',
    'link "{root}/etc" to: next',
  ],
  verify: ['run "false"', 'file-is "{next}/VERSION" sha256: "00"'],
  finish: ['run "false" writes: []'],
  report: ['run "false"'],
};
