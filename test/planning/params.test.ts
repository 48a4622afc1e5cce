import { describe, expect, test } from 'vitest';
import { resolvePlan } from '../../src/planning/resolve.ts';
import { inputs, member, placeOf, problems, resolved, script, unit } from './fixture.ts';

describe('values of params', () => {
  const typed = script('umg', {
    params: [
      { name: 'root', type: 'path', value: '/opt/umg' },
      { name: 'port', type: 'integer', limit: [80, 8080], value: 80 },
      { name: 'quota', type: 'size' },
      { name: 'peers', type: { listOf: 'host' }, value: [] },
      { name: 'key', type: 'secret' },
    ],
  });
  const one = (
    device: string,
    more: Parameters<typeof inputs>[2] = {},
    plan = unit({ members: [member('umg-*')] }),
  ) => inputs([device], [plan], { scripts: new Map([['umg', typed]]), ...more });
  const own = (text: string) => `umg-01: { params: { quota: 1GiB, key: k, ${text} } }`;
  const params = (...given: Parameters<typeof one>) =>
    resolved(one(...given)).devices['umg-01']?.params;

  test('default < group < device < plan', () => {
    const group = (more = '') => ({
      inventoryText: `groups: { g: { params: { root: /from/group${more} } } }\n`,
    });
    expect(params(own(''))).toMatchObject({ root: '/opt/umg' });
    const inGroup = 'umg-01: { groups: [g], params: { quota: 1GiB, key: k } }';
    expect(params(inGroup, group())).toMatchObject({ root: '/from/group' });
    const both = 'umg-01: { groups: [g], params: { root: /own, quota: 1GiB, key: k } }';
    expect(params(both, group())).toMatchObject({ root: '/own' });
    const given = member('umg-*', { with: [{ param: 'root', type: 'path', value: '/plan' }] });
    expect(params(both, group(), unit({ members: [given] }))).toMatchObject({ root: '/plan' });
  });

  test('texts become values of the param’s type', () => {
    expect(params(own('port: 8080, peers: [a.example, 10.0.0.1]'))).toEqual({
      root: '/opt/umg',
      port: 8080,
      quota: 1_073_741_824,
      peers: ['a.example', '10.0.0.1'],
      key: 'k',
    });
  });

  test.each([
    ['port: 81', 'E0809 `port` of `umg-01`: it must be one of `80`, `8080`'],
    ['port: many', 'E0809 `port` of `umg-01`: it is not an integer'],
    ['port: [80]', 'E0809 `port` of `umg-01`: a integer is wanted, not a list'],
    ['peers: a', 'E0809 `peers` of `umg-01`: a list is wanted'],
    ['peers: [a, -b]', 'E0809 `peers` of `umg-01`: it is neither a host name nor an address'],
    ['root: relative', 'E0809 `root` of `umg-01`: a path is absolute: it begins with `/`'],
    ['root: /a/../b', 'E0809 `root` of `umg-01`: a path never goes up with `..`'],
  ])('%s is refused, at its line of the inventory', (text, problem) => {
    const given = one(own(text));
    expect(problems(given)).toEqual([problem]);
    expect(placeOf(given)).toBe('inventory.yaml:5');
  });

  test('a param without a value is said once for all its devices', () => {
    const given = inputs(['umg-1', 'umg-2', 'umg-3'], [unit({ members: [member('umg-*')] })], {
      scripts: new Map([['umg', typed]]),
    });
    expect(problems(given)).toEqual([
      'E0808 `umg` needs `quota`, and `umg-1`, `umg-2` and `umg-3` have no value for it',
      'E0808 `umg` needs `key`, and `umg-1`, `umg-2` and `umg-3` have no value for it',
    ]);
  });

  test('what a group gives wrongly is said once', () => {
    const devices = ['umg-1: { groups: [g] }', 'umg-2: { groups: [g] }'];
    const given = inputs(devices, [unit({ members: [member('umg-*')] })], {
      scripts: new Map([['umg', typed]]),
      inventoryText: 'groups: { g: { params: { port: x, quota: 1GiB, key: k } } }\n',
    });
    expect(problems(given)).toEqual(['E0809 `port` of `umg-1`: it is not an integer']);
  });

  test('A13: a value that no script of the plan asks for is a warning: it may be another plan’s', () => {
    const given = one(own('licence: 80'));
    expect(problems(given)).toEqual(['E0811 no script of this plan has a param `licence`']);
    expect(resolvePlan(given).plan).toBeDefined();
    const both = one(own('prot: 80, port: 8080'));
    expect(problems(both)).toEqual(['E0811 no script of this plan has a param `prot`']);
    expect(resolvePlan(both).problems[0]?.hint).toBe('did you mean `port`?');
    expect(resolvePlan(both).plan).toBeDefined();
  });

  test('F2: one whose name is nearly that of a param without a value is refused', () => {
    const given = one(own('prot: 80'));
    expect(problems(given)).toEqual([
      'E0819 no script of this plan has a param `prot`, and `umg-01` has no value for `port`',
    ]);
    expect(resolvePlan(given).problems[0]?.labels[0].text).toBe('did you mean `port`?');
    expect(resolvePlan(given).plan).toBeUndefined();
    const inPlan = member('umg-*', { with: [{ param: 'port', type: 'integer', value: 80 }] });
    expect(problems(one(own('prot: 80'), {}, unit({ members: [inPlan] })))).toEqual([
      'E0811 no script of this plan has a param `prot`',
    ]);
  });

  test('F2: so is a group’s, if it is so for one of the group’s devices', () => {
    const devices = [
      'umg-1: { groups: [g], params: { port: 8080 } }',
      'umg-2: { groups: [g] }',
      'umg-3: { groups: [g] }',
    ];
    const given = inputs(devices, [unit({ members: [member('umg-*')] })], {
      scripts: new Map([['umg', typed]]),
      inventoryText: 'groups: { g: { params: { prot: 80, quota: 1GiB, key: k } } }\n',
    });
    expect(problems(given)).toEqual([
      'E0819 no script of this plan has a param `prot`, and `umg-2` has no value for `port`',
    ]);
  });

  test('a secret is a name; one that the store doesn’t have is refused', () => {
    expect(problems(one(own('')))).toEqual([]);
    expect(problems(one(own(''), { hasSecret: (name) => name === 'other' }))).toEqual([
      'E0812 `key` of `umg-01`: there is no secret `k`',
    ]);
  });
});
