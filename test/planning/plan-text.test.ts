import { expect, test } from 'vitest';
import { planText } from '../../src/planning/text/plan-text.ts';
import { constant, inputs, read, resolved, script, step, unit } from './fixture.ts';

test('the whole plan, as people read it before they approve it', () => {
  const order = [{ first: 'msc-*', then: 'umg-*' }];
  const plan = resolved(
    inputs(
      ['msc-01: { params: { root: /srv/msc } }', 'umg-01', 'umg-02'],
      [unit({ prepareOrder: order, skewMs: 2_000 })],
    ),
  );
  expect(planText(plan)).toMatchInlineSnapshot(`
    "plan "Core to 3.0"
    release core 3.0
    1 unit, 3 devices
    server ftp://127.0.0.1/pub

    unit "core", linked, 3 devices: all or nothing
      prepare msc-01, then umg-01, umg-02
      switch msc-01, umg-01, umg-02 at once
      skew at most 2s
      vote within 2m 20s of the first switch

      device msc-01  this machine, /bin/sh, home /tmp/msc-01
        script msc "The msc", scripts/msc.cutover
        param root: "/srv/msc"
        param daemon: "msc"
        package package: any, 3 bytes, SHA-256 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, core/3.0/msc.tar.gz
        installed read-version /srv/msc/current                                     within 10s, line 10
        check
          running msc                                                       within 10s, line 11
        switch
          stop msc                                                          within 10s, line 11
          link /srv/msc/current                                             within 10s, line 12
          start msc                                                         within 10s, line 13
        verify
          running msc                                                       within 10s, line 11
        way back, last first
          line 13 start msc: \`start\` takes it back itself
          line 12 link /srv/msc/current: \`link\` takes it back itself
          line 11 stop msc: \`stop\` takes it back itself
        services stopped
          msc: down at most 30s as it switches, 2m 50s if the unit goes back

      device umg-01  this machine, /bin/sh, home /tmp/umg-01
      device umg-02  this machine, /bin/sh, home /tmp/umg-02
        script umg "The umg", scripts/umg.cutover
        param root: "/opt/umg"
        param daemon: "umg"
        package package: any, 3 bytes, SHA-256 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, core/3.0/umg.tar.gz
        installed read-version /opt/umg/current                                     within 10s, line 10
        check
          running umg                                                       within 10s, line 11
        switch
          stop umg                                                          within 10s, line 11
          link /opt/umg/current                                             within 10s, line 12
          start umg                                                         within 10s, line 13
        verify
          running umg                                                       within 10s, line 11
        way back, last first
          line 13 start umg: \`start\` takes it back itself
          line 12 link /opt/umg/current: \`link\` takes it back itself
          line 11 stop umg: \`stop\` takes it back itself
        services stopped
          umg: down at most 30s as it switches, 2m 50s if the unit goes back

    hash 3c107432e92cdcc0d003237e46988d55b6787e1be4172e6145aa09983d00b525
    "
  `);
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
    inputs(['umg-01: { params: { key: umg-key } }'], [unit({ members: [unit().members[1]!] })], {
      scripts: new Map([['umg', umg]]),
    }),
  );
  const text = planText(plan);
  expect(text).toContain('param key: secret umg-key');
  expect(text).toContain('run /opt/umg input: (secret umg-key)');
  expect(text).toContain('when {arch} == arm');
  expect(text).toContain('write "a\\nb c"');
  expect(text).toContain(
    'line 11 run /opt/umg input: (secret umg-key): /opt/umg is put back from backup.1',
  );
  expect(text).toContain('line 12 link /opt/umg: link /old');
  expect(text).toMatch(/services stopped\n +none\n/);
});
