/** docs/guides/real-parts.md, run block by block on a machine of its own: what it says is what happens. */
import { expect, test } from 'vitest';
import { runGuide } from './harness/guide.ts';
import { whyNoMachines } from './harness/machine.ts';

test.skipIf(whyNoMachines() !== undefined)('every command of the guide does what it says', () => {
  const said = runGuide('real-parts.md');
  expect(said.status, said.text).toBe(0);
  expect(said.text).toContain('== block 3\nok 2.0\nok 2.0\n');
  expect(said.text).toContain('COMMITTED');
  expect(said.text).toContain('NOTHING TO DO');
  expect(said.text).toContain('\nok 3.0\nok 3.0\n');
});
