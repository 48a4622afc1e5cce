import { expect, test } from 'vitest';
import type { Expression } from '../../src/language/checked.ts';
import { planText } from '../../src/planning/text/plan-text.ts';
import { constant, inputs, member, read, resolved, script, step, unit } from './fixture.ts';

test('the whole plan, as people read it before they approve it', () => {
  const order = [{ first: 'msc-*', then: 'umg-*' }];
  const plan = resolved(
    inputs(
      ['msc-01: { params: { root: /srv/msc } }', 'umg-01', 'umg-02'],
      [unit({ prepareOrder: order, skewMs: 2_000 })],
    ),
  );
  expect(planText(plan)).toMatchSnapshot();
});

test('a secret is shown by its name; what only the device knows in braces; a keep and a block as ways back', () => {
  const umg = script('umg', {
    params: [
      { name: 'root', type: 'path', value: '/opt/umg' },
      { name: 'daemon', type: 'name', value: 'umg' },
      { name: 'key', type: 'secret' },
    ],
    phases: {
      backup: [step('backup.1', 'keep', read('root'), { family: 'backup' })],
      stage: [
        {
          kind: 'when',
          condition: { kind: 'compare', op: '==', left: read('arch'), right: constant('arm') },
          then: [step('stage.1', 'write', constant('/x'), { wayBack: { by: 'nothing' } })],
          otherwise: [step('stage.2', 'write', constant('a\nb c'))],
          place: { line: 5, span: { start: 0, end: 1 } },
        },
      ],
      switch: [
        step('switch.1', 'run', read('root'), {
          arguments: [
            { param: 'program', type: 'path', value: read('root') },
            { param: 'input', type: 'secret', value: { ...read('key'), type: 'secret' } },
          ],
          wayBack: { by: 'keep', from: [{ path: read('root'), keep: 'backup.1' }] },
        }),
        step('switch.2', 'link', read('root'), {
          wayBack: { by: 'steps', items: [step('switch.2.undo.1', 'link', constant('/old'))] },
        }),
      ],
    },
  });
  const plan = resolved(
    inputs(['umg-01: { params: { key: umg-key } }'], [unit({ members: [member('umg-*')] })], {
      scripts: new Map([['umg', umg]]),
    }),
  );
  const text = planText(plan);
  expect(text).toContain('param key: the secret umg-key');
  expect(text).toContain('run "/opt/umg" input: key');
  expect(text).toContain('when arch == "arm"');
  expect(text).toContain('write "a\\nb c"');
  expect(text).toContain('input: key: "/opt/umg" is put back from what backup.1 kept');
  expect(text).toContain('line 12, link "/opt/umg": link "/old"');
  expect(text).toMatch(/services stopped\n +none\n/);
});

test('C06: a value of any type that is put into a text stands there as the device gets it', () => {
  const hole = (name: string, type: 'integer' | 'size' | 'duration' | 'boolean'): Expression => ({
    kind: 'read',
    name,
    type,
  });
  const parts = [
    'http://127.0.0.1:',
    hole('port', 'integer'),
    '/?room=',
    hole('room', 'size'),
    '&in=',
    hole('pause', 'duration'),
    '&all=',
    hole('all', 'boolean'),
    '&who=',
    read('who'),
  ];
  const umg = script('umg', {
    artifacts: [],
    params: [
      { name: 'port', type: 'integer', value: 8080 },
      { name: 'room', type: 'size', value: 1_048_576 },
      { name: 'pause', type: 'duration', value: 2_000 },
      { name: 'all', type: 'boolean', value: true },
      { name: 'root', type: 'path', value: '/opt/umg' },
      { name: 'daemon', type: 'name', value: 'umg' },
    ],
    phases: {
      check: [
        step('check.1', 'running', { kind: 'template', type: 'url', parts }, { family: 'check' }),
      ],
    },
  });
  const units = [unit({ members: [member('umg-*')] })];
  const text = planText(resolved(inputs(['umg-01'], units, { scripts: new Map([['umg', umg]]) })));
  expect(text).toContain('running "http://127.0.0.1:8080/?room=1048576&in=2&all=true&who={who}" ');
});

test('S14: no control character of a value reaches the screen', () => {
  const hostile = member('umg-*', {
    with: [{ param: 'daemon', type: 'text', value: '\x1b]0;owned\x07\u202e' }],
  });
  const plan = resolved(inputs(['umg-01'], [unit({ members: [hostile] })]));
  expect(planText(plan)).toContain('stop "\\u{1b}]0;owned\\u{7}\\u{202e}"');
  // eslint-disable-next-line no-control-regex -- control characters are what this looks for
  expect(planText(plan)).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
});
