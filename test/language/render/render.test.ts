/** Diagnostics as they are shown; F9: nothing from a file reaches the screen raw. */
import { expect, test } from 'vitest';
import type { Diagnostic } from '../../../src/language/diagnostic.ts';
import { render, renderJson } from '../../../src/language/render/render.ts';
import { makeSource } from '../../../src/language/source.ts';
import type { Source } from '../../../src/language/source.ts';

const text = `${'\n'.repeat(34)}
  stage {
    link live to: next
    copy a to: b
  }

  done "中文" x
`;
const source = makeSource('scripts/umg.cutover', text);

function spanOf(words: string, where: Source = source) {
  const start = where.text.indexOf(words);
  return { start, end: start + words.length };
}

function diagnostic(more: Partial<Diagnostic>): Diagnostic {
  return {
    code: 'E0101',
    message: '`link` changes what is live, but `stage` must not',
    source,
    labels: [{ span: spanOf('link'), text: 'its family is `switch`' }],
    notes: [],
    ...more,
  };
}

test('what, where, why, and what to do', () => {
  const shown = render(
    diagnostic({ notes: ['the service is up until `switch`'], hint: 'move it to `switch`' }),
  );
  expect(shown).toBe(`error E0101: \`link\` changes what is live, but \`stage\` must not
  ┌─ scripts/umg.cutover:37:5
37 │     link live to: next
   │     ^^^^ its family is \`switch\`
   = the service is up until \`switch\`
   hint: move it to \`switch\``);
});

test('both places, where two clash', () => {
  const labels = [
    { span: spanOf('b\n'), text: 'here' },
    { span: spanOf('link'), text: 'first here' },
    { span: spanOf('copy'), text: 'and this' },
  ] as const;
  expect(render(diagnostic({ labels: [labels[0], labels[1], labels[2]] })))
    .toBe(`error E0101: \`link\` changes what is live, but \`stage\` must not
  ┌─ scripts/umg.cutover:38:16
37 │     link live to: next
   │     ---- first here
38 │     copy a to: b
   │                ^ here
   │     ---- and this`);
});

test('lines that lie apart, and another file', () => {
  const other = makeSource('lib/a.cutover', 'cutover 1\nscript umg {\n}\n');
  const shown = render(
    diagnostic({
      labels: [
        { span: spanOf('done'), text: '' },
        { span: spanOf('stage'), text: 'in this' },
        { span: spanOf('umg', other), text: 'declared here', source: other },
      ],
    }),
  );
  expect(shown).toBe(`error E0101: \`link\` changes what is live, but \`stage\` must not
  ┌─ scripts/umg.cutover:41:3
36 │   stage {
   │   ----- in this
   ⋮
41 │   done "中文" x
   │   ^^^^
  ┌─ lib/a.cutover:2:8
 2 │ script umg {
   │        --- declared here`);
});

test('carets stand under wide characters and behind tabs', () => {
  const wide = makeSource('a', 'do\t"中文" x\n');
  const shown = render(
    diagnostic({ source: wide, labels: [{ span: spanOf('x', wide), text: '' }] }),
  );
  expect(shown.split('\n').slice(2)).toEqual(['1 │ do "中文" x', '  │           ^']);
});

test('F9: control characters and marks of direction are shown escaped', () => {
  const evil = makeSource('a\u001b]0;x\u0007.cutover', 'stop "\u001b[31m\u202ex" y\n');
  const shown = render(
    diagnostic({
      message: 'no `\u009b`',
      source: evil,
      labels: [{ span: spanOf('y', evil), text: 'a\nb\u200f' }],
      notes: ['\u2066'],
      hint: '\r',
    }),
  );
  expect(shown).toBe(`error E0101: no \`\\x9b\`
 ┌─ a\\x1b]0;x\\x07.cutover:1:16
1 │ stop "\\x1b[31m\\u{202e}x" y
  │                          ^ a\\nb\\u{200f}
  = \\u{2066}
  hint: \\x0d`);
});

test('a very long line is cut around the place', () => {
  const long = makeSource('a', `${'a '.repeat(2000)}HERE ${'b '.repeat(2000)}\n`);
  const [, , line = '', under = ''] = render(
    diagnostic({ source: long, labels: [{ span: spanOf('HERE', long), text: '' }] }),
  ).split('\n');
  expect(line.length).toBeLessThan(170);
  expect(line.indexOf('HERE')).toBe(under.indexOf('^^^^'));
});

test('a place at the end, and over several lines', () => {
  const two = makeSource('a', 'a {\n  b\n}');
  const labels = [
    { span: { start: 2, end: 9 }, text: 'all' },
    { span: { start: 9, end: 9 }, text: 'end' },
  ] as const;
  expect(
    render(diagnostic({ source: two, labels }))
      .split('\n')
      .slice(2),
  ).toEqual(['1 │ a {', '  │   ^ all', '  ⋮', '3 │ }', '  │  - end']);
});

test('a file without text is named alone', () => {
  const labels = [{ span: { start: 0, end: 0 }, text: '' }] as const;
  expect(render(diagnostic({ source: makeSource('big', ''), labels })).split('\n')[1]).toBe(
    ' ┌─ big',
  );
});

test('colour adds nothing but colour', () => {
  const one = diagnostic({ notes: ['why'], hint: 'what' });
  const coloured = render(one, { colour: true });
  expect(coloured).not.toBe(render(one));
  // eslint-disable-next-line no-control-regex
  expect(coloured.replaceAll(/\u001b\[[0-9;]*m/g, '')).toBe(render(one));
});

test('as one line of JSON', () => {
  const json = renderJson(diagnostic({ notes: ['why'], hint: 'what' }));
  expect(json).not.toContain('\n');
  expect(JSON.parse(json)).toEqual({
    v: 1,
    kind: 'diagnostic',
    severity: 'error',
    code: 'E0101',
    message: '`link` changes what is live, but `stage` must not',
    file: 'scripts/umg.cutover',
    line: 37,
    column: 5,
    endLine: 37,
    endColumn: 9,
    labels: [
      {
        file: 'scripts/umg.cutover',
        line: 37,
        column: 5,
        endLine: 37,
        endColumn: 9,
        text: 'its family is `switch`',
      },
    ],
    notes: ['why'],
    hint: 'what',
  });
});
