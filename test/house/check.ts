/** `npm run check`: the longest part first, so that the others fill the cores beside it. */
import { availableParallelism } from 'node:os';
import { runParts, type Part } from './parts.ts';

const parts: readonly Part[] = [
  { name: 'lint', command: ['eslint', '.'] },
  { name: 'layout', command: ['prettier', '--check', '.'] },
  { name: 'types', command: ['tsc'] },
  {
    name: 'arrows',
    command: ['depcruise', '--config', '.dependency-cruiser.cjs', 'grammar', 'src', 'test'],
  },
  { name: 'pure tests', command: ['vitest', 'run', '--project', 'pure'] },
];

if (process.stdout.isTTY && process.env['NO_COLOR'] === undefined) {
  process.env['FORCE_COLOR'] ??= '1';
}
process.stdout.write('lint, layout, types, arrows and the pure tests, side by side …\n');
process.exitCode = await runParts(parts, availableParallelism(), (text) => {
  process.stdout.write(text);
});
