/** The shipped scripts and the shipped words, checked. */
import type { DeviceKind } from '../../src/demo/device/layout.ts';
import { loadLibrary } from '../../src/inventory/load-library.ts';
import { loadTexts } from '../../src/inventory/load-texts.ts';
import { check } from '../../src/language/check.ts';
import type { CheckedScript, CheckedStep, Library } from '../../src/language/checked.ts';
import { makeSource } from '../../src/language/source.ts';

export const kinds: readonly DeviceKind[] = ['umg', 'msc-server', 'sgw'];

export interface Shipped {
  readonly library: Library;
  script(kind: DeviceKind): CheckedScript;
  /** `run "false"`, to be put in anywhere. */
  readonly failing: CheckedStep;
}

export async function loadShipped(): Promise<Shipped> {
  const { library } = await loadLibrary();
  const scripts = new Map<string, CheckedScript>();
  for (const kind of kinds) {
    const texts = await loadTexts([`scripts/${kind}.cutover`]);
    for (const [name, script] of check(texts.sources, library, texts.bindings).scripts)
      scripts.set(name, script);
  }
  return {
    library,
    script: (kind) => {
      const script = scripts.get(kind);
      if (script === undefined) throw new Error(`no script ${kind}`);
      return script;
    },
    failing: failingStep(library),
  };
}

function failingStep(library: Library): CheckedStep {
  const text = `cutover 1

script fails "Fails" {
  platform posix

  param root: path

  installed read-version "{root}/VERSION"

  check {
    run "sh" "-c" "echo because; exit 7"
  }

  switch {
    write "{root}/x" text: "x"
  }

  verify {
    run "true"
  }
}
`;
  const script = check([makeSource('fails.cutover', text)], library).scripts.get('fails');
  const step = script?.phases.check?.[0];
  if (step?.kind !== 'step') throw new Error('the failing step is wrong');
  return step;
}
