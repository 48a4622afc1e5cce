import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { check } from '../../../src/language/check.ts';
import type { CheckedItem, CheckedScript, CheckedStep } from '../../../src/language/checked.ts';
import { longestMs } from '../../../src/language/evaluate.ts';
import type { Diagnostic } from '../../../src/language/diagnostic.ts';
import { makeSource } from '../../../src/language/source.ts';
import { shippedLibrary } from './library.ts';

const library = await shippedLibrary();
const folder = join(import.meta.dirname, '../../../scripts');
const sources = readdirSync(folder)
  .sort()
  .filter((file) => file.endsWith('.cutover'))
  .map((file) => makeSource(`scripts/${file}`, readFileSync(join(folder, file), 'utf8')));
const shipped = check(sources, library);

function scriptOf(body: string): CheckedScript {
  const text = `cutover 1
script umg "Media gateway" {
  platform posix
  param daemon: name = "umg"
  param root: path = "/opt/umg"
  let data = "{root}/data"
  installed read-version "{root}/VERSION"
  check {
    running daemon
  }
  ${body}
  verify {
    running daemon
  }
}`;
  const checked = check([makeSource('umg.cutover', text)], library);
  const script = checked.scripts.get('umg');
  if (script === undefined)
    throw new Error(
      checked.diagnostics.map(({ code, message }) => `${code} ${message}`).join('\n'),
    );
  return script;
}

function steps(items: readonly CheckedItem[] = []): readonly CheckedStep[] {
  return items.flatMap((item) => {
    if (item.kind === 'step') return [item];
    if (item.kind === 'when') return [...steps(item.then), ...steps(item.otherwise)];
    return item.kind === 'for' ? steps(item.body) : [];
  });
}

describe('the shipped scripts and plans', () => {
  test('are without a finding', () => {
    expect(shipped.diagnostics).toEqual([]);
    expect([...shipped.scripts.keys()].sort()).toEqual(['agent', 'msc-server', 'sgw', 'umg']);
    expect(shipped.plans.map(({ title }) => title)).toEqual([
      'Core network to 3.0',
      'Signalling gateways to 3.0',
    ]);
  });

  test('A04 the plan orders the MSC server before the UMG', () => {
    expect(shipped.plans[0]?.units[0]?.prepareOrder).toEqual([{ first: 'msc-*', then: 'umg-*' }]);
  });

  test('are plain data', () => {
    for (const script of shipped.scripts.values())
      expect(JSON.parse(JSON.stringify(script))).toEqual(script);
  });
});

describe('steps', () => {
  test('have ids in the order of the text, inside branches and undo too', () => {
    const script = scriptOf(`switch {
      stop daemon
      when device.name == "a" {
        keep data
      } else {
        keep data
      }
      run "/bin/drain" writes: [] undo {
        run "/bin/undrain" writes: []
      }
      start daemon
    }`);
    const all = steps(script.phases.switch);
    expect(all.map(({ id }) => id)).toEqual([
      'switch.1',
      'switch.2',
      'switch.3',
      'switch.4',
      'switch.5',
    ]);
    const way = all[3]?.wayBack;
    expect(way?.by === 'steps' && steps(way.items).map(({ id }) => id)).toEqual([
      'switch.4.undo.1',
    ]);
  });

  test('have all arguments, with defaults, in the order of the declaration', () => {
    const script = scriptOf(
      'switch {\n stop daemon\n run "/bin/x" "a" daemon writes: []\n start daemon\n }',
    );
    const run = steps(script.phases.switch)[1];
    const declared = library.primitives.get('run')?.params.map(({ name }) => name);
    expect(run?.arguments.map(({ param }) => param)).toEqual(declared);
    expect(run?.rest).toEqual([
      { kind: 'constant', type: 'text', value: 'a' },
      { kind: 'read', type: 'name', name: 'daemon' },
    ]);
  });

  test('are bounded by `within`, else by what their word takes, for all tries and pauses', () => {
    const script = scriptOf('switch {\n stop daemon within 7s\n start daemon retry 3 every 2s\n }');
    const takesMs = library.primitives.get('start')?.takesMs ?? 0;
    const [stop, start] = steps(script.phases.switch);
    expect(stop).toMatchObject({ withinMs: 7_000, tries: 1, everyMs: 0 });
    expect(start).toMatchObject({ withinMs: 3 * takesMs + 4_000, tries: 3, everyMs: 2_000 });
  });
});

describe('the way back', () => {
  test('of what lies under a keep is that keep, the latest one', () => {
    const script = scriptOf(`backup {
      keep root
    }
    switch {
      stop daemon
      keep data
      run "/bin/migrate" writes: ["{root}/data/db", "{root}/etc"]
      start daemon
    }`);
    const way = steps(script.phases.switch)[2]?.wayBack;
    expect(way?.by === 'keep' && way.from.map(({ keep }) => keep)).toEqual([
      'switch.2',
      'backup.1',
    ]);
  });

  test('of a program that writes nothing is nothing, of a reversible word itself', () => {
    const script = scriptOf('switch {\n stop daemon\n run "/bin/x" writes: []\n start daemon\n }');
    expect(steps(script.phases.switch).map(({ wayBack }) => wayBack.by)).toEqual([
      'itself',
      'nothing',
      'itself',
    ]);
  });

  test('says never, and why, where the script does', () => {
    const script = scriptOf(
      'switch {\n stop daemon\n run "/bin/fuse" writes: [] irreversible "burns a fuse"\n start daemon\n }',
    );
    expect(steps(script.phases.switch)[1]?.wayBack).toEqual({
      by: 'never',
      because: 'burns a fuse',
    });
  });
});

describe('loops', () => {
  test('over a list that a `let` names know how often they go round', () => {
    const script = scriptOf(`switch {
      stop daemon
      let folders = ["/etc/a", "/etc/b", data]
      let same = folders
      for folder in same {
        keep folder within 10s
      }
      start daemon
    }`);
    const longest = ['stop', 'start'].map((word) => library.primitives.get(word)?.takesMs ?? 0);
    const [stopMs = 0, startMs = 0] = longest;
    expect(longestMs(script.phases.switch ?? [])).toBe(stopMs + 30_000 + startMs);
  });
});

describe('lets', () => {
  test('have the type that their uses want', () => {
    const script = scriptOf(
      'switch {\n stop daemon\n keep data\n run "/bin/x" data writes: [data]\n start daemon\n }',
    );
    expect(script.lets).toMatchObject([
      { name: 'data', type: 'path', value: { kind: 'template', type: 'path' } },
    ]);
  });
});

describe('a finding', () => {
  function found(phase: string, line: string): readonly Diagnostic[] {
    const phases = {
      check: 'running daemon',
      switch: 'stop daemon\n start daemon',
      verify: 'running daemon',
      [phase]: line,
    };
    const blocks = Object.entries(phases).map(([name, body]) => `${name} {\n ${body}\n }\n`);
    const text = `cutover 1\nscript umg {\n platform posix\n param daemon: name\n installed read-version "/v"\n ${blocks.join('')}}\n`;
    return check([makeSource('umg.cutover', text)], library).diagnostics;
  }

  test('F2 about an unknown word names the nearest one', () => {
    expect(found('check', 'runing daemon\n running daemon')).toMatchObject([
      { code: 'E0202', message: 'unknown word `runing`', hint: 'did you mean `running`?' },
    ]);
    expect(found('switch', 'lnik "/a" to: "/b"\n stop daemon\n start daemon')).toMatchObject([
      { code: 'E0202', hint: 'did you mean `link`?' },
    ]);
  });

  test('F3 about a step that nothing can undo says the rule and three ways out', () => {
    const [first, ...more] = found(
      'switch',
      'stop daemon\n run "/bin/x" writes: ["/etc/x"]\n start daemon',
    );
    expect(more).toEqual([]);
    expect(first).toMatchObject({ code: 'E0501', message: 'nothing can undo this `run`' });
    expect(first?.notes[0]).toContain('an earlier `keep`');
    expect(first?.hint).toContain('`keep`');
    expect(first?.hint).toContain('`undo { … }`');
    expect(first?.hint).toContain('`irreversible "why"`');
  });

  test('F7 about a hostile name says what a name is', () => {
    for (const name of ['-oProxyCommand=x', 'a;reboot', '$(id)', 'a\\nb'])
      expect(found('check', `running "${name}"\n running daemon`)).toMatchObject([
        { code: 'E0402' },
      ]);
  });

  test('F8 is none about a text of quotes and signs: it is a value', () => {
    expect(found('check', 'run "/bin/echo" "\'; rm -rf / #"\n running daemon')).toEqual([]);
  });

  test('F10 about an order in a circle prints the circle', () => {
    const all = [
      makeSource(
        'p.cutover',
        'cutover 1\nplan "P" {\n release "core" version: "3.0"\n linked "core" {\n "a" runs umg\n prepare "a" before: "b"\n prepare "b" before: "c"\n prepare "c" before: "a"\n }\n}',
      ),
      ...sources,
    ];
    const circle = check(all, library).diagnostics.find(({ code }) => code === 'E1013');
    expect(circle?.notes).toEqual(['"a" → "b" → "c" → "a"']);
  });

  test('is said with all others in one run, in the order of the lines', () => {
    const all = found(
      'check',
      'runing daemon\n disk-free "opt" at-least: 30s\n require 2GiB > 30s else "no"\n running daemon',
    );
    expect(all.map(({ code }) => code)).toEqual(['E0202', 'E0402', 'E0401', 'E0404']);
  });

  test('is not said twice where the surface is broken', () => {
    const all = found('check', 'running daemon within\n running daemon');
    expect(all.map(({ code }) => code.slice(0, 3))).toEqual(['E01']);
  });
});

describe('a file that could not be read whole', () => {
  test('hands nothing on, though nothing else is wrong in what could be read', () => {
    const umg = sources.find(({ file }) => file === 'scripts/sgw.cutover');
    const broken = umg?.text.replace('    listening port\n', '    listening ) port\n') ?? '';
    const checked = check([makeSource('sgw.cutover', broken)], library);
    expect(checked.diagnostics.every(({ code }) => code.startsWith('E01'))).toBe(true);
    expect(checked.scripts.size).toBe(0);
  });
});

describe('F4 each limit is named at its line', () => {
  test.each([
    ['running daemon retry 1000000000', 'E0121'],
    [`for x in [${'"a", '.repeat(1_000)}"a"] {\n running x\n }`, 'E0122'],
    [`${'when daemon == "a" {\n'.repeat(10_000)}${'}\n'.repeat(10_000)}`, 'E0120'],
  ])('%#', (line, code) => {
    const text = `cutover 1\nscript umg {\n platform posix\n param daemon: name\n installed read-version "/v"\n check {\n ${line}\n }\n switch {\n stop daemon\n start daemon\n }\n verify {\n running daemon\n }\n}\n`;
    const codes = check([makeSource('umg.cutover', text)], library).diagnostics.map(
      (found) => found.code,
    );
    expect(codes).toContain(code);
  });
});
