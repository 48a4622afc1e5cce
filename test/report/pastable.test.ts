/** Printed commands can be pasted: they name the state folder that is meant. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { commandFor, pastable, withPastableHints } from '../../src/cli/pastable.ts';

describe('A19: a printed command means the same journal', () => {
  beforeEach(() => {
    vi.stubEnv('XDG_STATE_HOME', '/home/op/.state');
    vi.stubEnv('CUTOVER_STATE', undefined);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test('the folder is named, quoted where it must be', () => {
    expect(commandFor('/srv/state', 'cutover recover')).toBe('cutover recover --state /srv/state');
    expect(commandFor("/srv/it's mine", 'cutover recover')).toBe(
      "cutover recover --state '/srv/it'\\''s mine'",
    );
  });

  test('the folder that is found by itself is not named', () => {
    expect(commandFor('/home/op/.state/cutover', 'cutover status')).toBe('cutover status');
    vi.stubEnv('CUTOVER_STATE', '/elsewhere');
    expect(commandFor('/home/op/.state/cutover', 'cutover status')).toMatch(/ --state /);
  });

  test('each command of a text, once', () => {
    const text = 'wait (`cutover status`), or `cutover abort core-1`; `cutover plan x` stays';
    const told = pastable('/s', text);
    expect(told).toBe(
      'wait (`cutover status --state /s`), or `cutover abort core-1 --state /s`; `cutover plan x` stays',
    );
    expect(pastable('/s', told)).toBe(told);
  });

  test('hints, however deep, and nothing else', () => {
    const event = { cause: { hint: 'run `cutover recover`', message: '`cutover recover`' } };
    expect(withPastableHints('/s', event)).toEqual({
      cause: { hint: 'run `cutover recover --state /s`', message: '`cutover recover`' },
    });
  });
});
