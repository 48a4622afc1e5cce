/**
 * One script from its tree to its checked form: outline, names, types, families, way back.
 *
 * Rule 1: all that is wrong is found in one run; a script comes out only where no error is.
 */
import type { CheckedScript, Library } from './checked.ts';
import type { Diagnostic } from './diagnostic.ts';
import { findingsIn, type Findings } from './findings.ts';
import { isError } from './is-error.ts';
import { bindScript, type Bound } from './names/bind.ts';
import { complainOfUnused } from './names/unused.ts';
import { lowerItems, lowerLet, loweringIn } from './phases/lower-items.ts';
import type { LoweringSource } from './phases/lowering.ts';
import { complainOfSize } from './phases/script-size.ts';
import { outlineScript, type Outline } from './phases/outline.ts';
import { lowerParams } from './phases/params.ts';
import { lowerReading } from './phases/readings.ts';
import { complainOfUnreadStage } from './phases/unread-stage.ts';
import type { Source } from './source.ts';
import type { BlockDeclaration } from './tree.ts';
import { plainText } from './types/plain-text.ts';
import { finishItems, finishLet, finishStep } from './undo/finish-draft.ts';
import type { DraftPhase } from './undo/flow-state.ts';
import { findWays } from './undo/find-ways.ts';

/** A script's file: `text` is its canonical text. */
export interface ScriptFile {
  readonly source: Source;
  readonly text: string;
}

export interface ScriptCheck {
  readonly script?: CheckedScript;
  readonly diagnostics: readonly Diagnostic[];
}

export function checkScript(
  node: BlockDeclaration,
  file: ScriptFile,
  library: Library,
): ScriptCheck {
  const findings = findingsIn(file.source);
  const outline = outlineScript(node, [...library.primitives.keys()], findings);
  const bound = bindScript(outline, library, findings);
  const parts = lowerParts(outline, bound, findings);
  complainOfUnused(bound.head, findings);
  complainOfSize(parts.phases, node, findings);
  complainOfUnreadStage(outline, findings);
  const title = node.title === undefined ? node.name.text : plainText(node.title, findings);
  const ways = findWays(parts.lets, parts.phases, parts.platforms, findings);
  if (findings.all.some(isError) || parts.installed === undefined)
    return { diagnostics: findings.all };
  const script: CheckedScript = {
    name: node.name.text,
    title,
    file: file.source.file,
    text: file.text,
    platforms: parts.platforms,
    artifacts: outline.head.flatMap((item) => (item.kind === 'artifact' ? [item.name.text] : [])),
    params: parts.params,
    lets: parts.lets.map(finishLet),
    installed: finishStep(parts.installed, ways),
    ...(parts.prepared && { prepared: finishStep(parts.prepared, ways) }),
    phases: Object.fromEntries(
      parts.phases.map(({ name, items }) => [name, finishItems(items, ways)]),
    ),
    uses: wordsUsed(bound),
  };
  return { script, diagnostics: findings.all };
}

function wordsUsed({ binding }: Bound): readonly string[] {
  return [...new Set([...binding.callOf.values()].map(({ primitive }) => primitive.name))].sort();
}

function lowerParts(outline: Outline, { binding, typing }: Bound, findings: Findings) {
  const platforms = outline.platforms.map((name) => name.text);
  const source: LoweringSource = { findings, binding, typing, platforms };
  const head = loweringIn('check', 'head', source);
  return {
    platforms,
    params: lowerParams(outline, findings),
    lets: outline.head.filter((item) => item.kind === 'let').map((item) => lowerLet(item, head)),
    installed: outline.installed && lowerReading(outline.installed, source),
    prepared: outline.prepared && lowerReading(outline.prepared, source),
    phases: outline.phases.map(({ name, node }): DraftPhase => ({
      name,
      items: lowerItems(node.body.items, loweringIn(name, name, source)),
    })),
  };
}
