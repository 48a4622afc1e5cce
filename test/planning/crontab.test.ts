/** An agent's lines in a crontab. */
import { expect, test } from 'vitest';
import { entryLines, withEntry, withoutEntry } from '../../src/planning/crontab.ts';

const entry = { home: '/var/lib/cutover', settings: '/etc/cutover/agent', reboot: true };
const lines = entryLines(entry)
  .map((line) => `${line}\n`)
  .join('');

test('B11: they are put at the end, once, and where they stood before', () => {
  expect(withEntry('', entry)).toBe(lines);
  expect(withEntry('1 1 * * * true', entry)).toBe(`1 1 * * * true\n${lines}`);
  const old = withEntry('a\n', { ...entry, settings: '/etc/old', reboot: false });
  expect(withEntry(`${old}b\n`, entry)).toBe(`a\n${lines}b\n`);
  expect(withEntry(`${lines}b\n${lines}`, entry)).toBe(`${lines}b\n`);
  expect(withEntry(`a\n${lines}b\n`, entry)).toBe(`a\n${lines}b\n`);
});

test('B11: taken away, all others stay as they were', () => {
  expect(withoutEntry(`# mine\n\n${lines}b\n`, entry)).toBe('# mine\n\nb\n');
  expect(withoutEntry('# mine\n', entry)).toBe('# mine\n');
});

test('B11: another home’s agent on the same machine is somebody else', () => {
  const other = { ...entry, home: '/var/lib/cutover-2' };
  const both = withEntry(withEntry('', entry), other);
  expect(both.startsWith(lines)).toBe(true);
  expect(withoutEntry(both, other)).toBe(lines);
});

test('B11: without `@reboot` where the cron does not know it', () => {
  expect(withEntry('', { ...entry, reboot: false })).not.toContain('@reboot');
});
