/**
 * Generated scripts, interpreted and compiled, on two equal devices: the same files, order of effects, fingerprints,
 * outcome and cause, wherever they fail. CUTOVER_RUNS and CUTOVER_SEED try others.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadLibrary } from '../../src/inventory/load-library.ts';
import { check } from '../../src/language/check.ts';
import type { CheckedScript, Library } from '../../src/language/checked.ts';
import { isError } from '../../src/language/is-error.ts';
import { makeSource } from '../../src/language/source.ts';
import { allShells, dash } from '../device/kit/shells.ts';
import { carryOutBy } from './carry-out.ts';
import { interpret } from './interpret.ts';
import { generated } from './scripts.ts';
import { Twin, type Told } from './twin.ts';

const runs = Number(process.env['CUTOVER_RUNS'] ?? 8);
const seed = Number(process.env['CUTOVER_SEED'] ?? 20261122);
const texts = fc.sample(generated, { numRuns: runs, seed });
const twin = new Twin('umg');
let library: Library;

beforeAll(async () => {
  ({ library } = await loadLibrary());
});
afterAll(() => twin.end());

function checked(text: string): CheckedScript {
  const { scripts, diagnostics } = check([makeSource('generated.cutover', text)], library);
  const errors = diagnostics.filter(isError);
  const said = errors.map(
    ({ code, message, labels }) =>
      `${code} ${message} ${text.slice(labels[0].span.start, labels[0].span.end)}`,
  );
  const script = scripts.get('generated');
  if (script === undefined) throw new Error(`${said.join('\n')}\n${text}`);
  return script;
}

/** S13: no record, no log and no value of the kit's home holds the secret. */
function filesWith(folder: string, text: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(text));
}

/**
 * A controller sends steps in batches and gives those that are skipped their numbers; where a value is none of its type
 * it hears of it when the batch has been carried out (docs/agent.md). So after a failure only what is done counts,
 * and after a bad value nothing of that phase.
 */
function comparable(told: Told): Told {
  const failed = told.effects.findIndex((effect) => effect.endsWith(' failed'));
  const steps = told.effects.map((effect, at) =>
    failed >= 0 && at > failed ? effect.replace(/^\d+ /, '') : effect,
  );
  return { ...told, effects: told.reason === 'bad-value' ? steps.slice(0, 4) : steps };
}

test('A11 the generator writes scripts that the checker lets through', () => {
  for (const text of fc.sample(generated, { numRuns: 300, seed })) checked(text);
});

test.each(texts.map((text, at) => ({ at, text, shell: allShells[at % allShells.length] ?? dash })))(
  'A11 S13 script $at in $shell.name is the same, interpreted and compiled',
  async ({ text, shell }) => {
    const upgrade = {
      script: checked(text),
      library,
      version: '3.0',
      artifacts: {},
      params: { root: twin.layout.root },
      secrets: { token: "s3cret 'x' $y" },
    };
    await twin.fresh('2.0', false);
    const one = await interpret(twin, upgrade);
    await twin.fresh('2.0', false);
    const other = await carryOutBy(twin, upgrade, shell);
    expect(filesWith(twin.layout.home, upgrade.secrets.token)).toEqual([]);
    expect({ text, ...comparable(other) }).toEqual({ text, ...comparable(one) });
  },
);
