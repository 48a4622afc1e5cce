/**
 * One plan from its tree to its checked form.
 *
 * Rule 1: what a plan says of a script is held against that script: its params, and what it says
 *         can't be undone.
 * Deliberately not here: which devices there are (`../planning`).
 */
import type { CheckedPlan } from './checked.ts';
import type { ScriptFile } from './check-script.ts';
import { isError } from './is-error.ts';
import type { Diagnostic } from './diagnostic.ts';
import { find, findingsIn, type Findings } from './findings.ts';
import { nearestHint } from './nearest.ts';
import type { KnownScripts } from './plans/plan-reading.ts';
import { plainText } from './types/plain-text.ts';
import { readRelease } from './plans/release.ts';
import { readUnit } from './plans/unit.ts';
import { unbuiltSetting } from './plans/unbuilt-settings.ts';
import type { Item, PlanNode, StatementNode, UnitNode } from './tree.ts';

export interface PlanCheck {
  readonly plan?: CheckedPlan;
  readonly diagnostics: readonly Diagnostic[];
}

export function checkPlan(node: PlanNode, file: ScriptFile, scripts: KnownScripts): PlanCheck {
  const findings = findingsIn(file.source);
  const { releases, units: unitNodes } = sortItems(node.body.items, findings);
  const [first] = releases;
  const release = first && readRelease(first, findings);
  complainOfMissing(node, releases, unitNodes, findings);
  complainOfTitles(unitNodes, findings);
  const units = unitNodes.map((unit) => readUnit(unit, { findings, scripts }));
  const title = plainText(node.title, findings);
  if (findings.all.some(isError) || release === undefined) return { diagnostics: findings.all };
  const plan = { title, file: file.source.file, text: file.text, release, units };
  return { plan, diagnostics: findings.all };
}

function sortItems(
  items: readonly Item[],
  findings: Findings,
): { readonly releases: readonly StatementNode[]; readonly units: readonly UnitNode[] } {
  const releases: StatementNode[] = [];
  const units: UnitNode[] = [];
  for (const item of items)
    if (item.kind === 'unit') units.push(item);
    else if (item.kind === 'statement' && item.word.text === 'release') releases.push(item);
    else sayMisplaced(item, findings);
  return { releases, units };
}

const settings = ['release', 'waves', 'tolerate', 'window', 'zone'];

function sayMisplaced(item: Item, findings: Findings): void {
  if (item.kind === 'statement') {
    if (unbuiltSetting(item, findings)) return;
    const { text, span } = item.word;
    return find(findings, 'E1001', span, `\`${text}\` is no setting of a plan`, {
      why: 'a plan has a release and units: `linked` and `separate`',
      hint: unitSettings.includes(text) ? 'write it inside the unit' : nearestHint(text, settings),
    });
  }
  if (item.kind === 'member')
    return find(findings, 'E1001', item.span, 'a member stands outside of any unit', {
      hint: 'write it inside `linked "…" { … }` or `separate "…" { … }`',
    });
  find(findings, 'E1001', item.span, 'this has no place in a plan', {
    why: 'a plan has a release and units: `linked` and `separate`',
  });
}

const unitSettings = ['prepare', 'switch', 'skew', 'vote', 'ask'];

function complainOfMissing(
  node: PlanNode,
  releases: readonly StatementNode[],
  units: readonly UnitNode[],
  findings: Findings,
): void {
  const [first, second] = releases;
  if (first === undefined)
    find(findings, 'E1002', node.title.span, 'this plan names no release', {
      hint: 'add `release "NAME" version: "VERSION"`',
    });
  else if (second !== undefined)
    find(findings, 'E1003', second.span, '`release` stands twice', {
      others: [{ span: first.span, text: 'first here' }],
    });
  if (units.length === 0)
    find(findings, 'E1002', node.title.span, 'this plan has no unit', {
      hint: 'add `linked "…" { … }` or `separate "…" { … }`',
    });
}

function complainOfTitles(units: readonly UnitNode[], findings: Findings): void {
  const seen = new Map<string, UnitNode>();
  for (const unit of units) {
    const title = plainText(unit.title, findings);
    const before = seen.get(title);
    seen.set(title, before ?? unit);
    if (before !== undefined)
      find(findings, 'E1003', unit.title.span, 'two units have one title', {
        others: [{ span: before.title.span, text: 'first here' }],
        why: 'screens and records name a unit by it',
      });
  }
}
