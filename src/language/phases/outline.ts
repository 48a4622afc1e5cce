/**
 * A script's parts, sorted: its head (settings, params, lets, readings) and its phases.
 *
 * Rule 1: an item that stands in the wrong place is still kept where that helps, so that the passes
 *         after this one find what is wrong inside it.
 */
import type { PhaseName } from '../checked.ts';
import { find, type Findings } from '../findings.ts';
import { nearestHint } from '../nearest.ts';
import type {
  BlockDeclaration,
  Item,
  LetNode,
  Name,
  ParamNode,
  PhaseNode,
  ReadingNode,
  Span,
  StatementNode,
} from '../tree.ts';
import { readArtifacts, readPlatforms } from './settings.ts';
import { mandatoryPhases, phaseNamed, phaseOrder, purposeOf } from './table.ts';

export type HeadItem = ParamNode | LetNode | ReadingNode | ArtifactItem;

export interface ArtifactItem {
  readonly kind: 'artifact';
  readonly name: Name;
}

export interface Outline {
  readonly platforms: readonly Name[];
  /** In the order of the text. */
  readonly head: readonly HeadItem[];
  readonly installed?: ReadingNode;
  readonly prepared?: ReadingNode;
  readonly phases: readonly OutlinePhase[];
}

export interface OutlinePhase {
  readonly name: PhaseName;
  readonly node: PhaseNode;
}

interface Sorting {
  readonly findings: Findings;
  readonly known: readonly string[];
  readonly platforms: Name[];
  readonly settings: Map<string, Span>;
  readonly head: HeadItem[];
  readonly phases: OutlinePhase[];
}

/** `known` are the primitives' names, to tell a misplaced word from an unknown one. */
export function outlineScript(
  script: BlockDeclaration,
  known: readonly string[],
  findings: Findings,
): Outline {
  const sorting: Sorting = {
    findings,
    known,
    platforms: [],
    settings: new Map(),
    head: [],
    phases: [],
  };
  for (const item of script.body.items) sortItem(sorting, item);
  complainOfMissing(sorting, script);
  for (const { name, node } of sorting.phases) complainOfEmpty(findings, name, node);
  const readings = sorting.head.filter((item) => item.kind === 'reading');
  const installed = readings.find((item) => item.of === 'installed');
  const prepared = readings.find((item) => item.of === 'prepared');
  return {
    platforms: sorting.platforms,
    head: sorting.head,
    phases: sorting.phases,
    ...(installed && { installed }),
    ...(prepared && { prepared }),
  };
}

function sortItem(sorting: Sorting, item: Item): void {
  switch (item.kind) {
    case 'block':
      return sortBlock(sorting, item);
    case 'statement':
      return sortStatement(sorting, item);
    case 'reading':
      return sortReading(sorting, item);
    case 'param':
    case 'let':
      beforePhases(sorting, item.kind, item.span);
      sorting.head.push(item);
      return;
    case 'when':
    case 'for':
    case 'require':
      return misplaced(
        sorting.findings,
        item.span,
        `\`${item.kind}\` stands outside of any phase`,
        'write it inside a phase',
      );
    case 'unit':
    case 'member':
      return misplaced(
        sorting.findings,
        item.span,
        'units and members belong in a plan, not in a script',
      );
  }
}

function sortBlock(sorting: Sorting, node: PhaseNode): void {
  const { findings, phases } = sorting;
  const name = phaseNamed(node.name.text);
  if (name === undefined) return unknownBlock(findings, node);
  const before = phases.find((phase) => phase.name === name);
  if (before !== undefined) {
    return find(findings, 'E0302', node.name.span, `\`${name}\` stands twice`, {
      others: [{ span: before.node.name.span, text: 'first here' }],
      hint: 'make one block of the two',
    });
  }
  const last = phases.at(-1);
  if (last !== undefined && phaseOrder.indexOf(last.name) > phaseOrder.indexOf(name))
    outOfOrder(findings, node, last);
  phases.push({ name, node });
}

function outOfOrder(findings: Findings, node: PhaseNode, last: OutlinePhase): void {
  find(findings, 'E0303', node.name.span, `\`${node.name.text}\` comes before \`${last.name}\``, {
    others: [{ span: last.node.name.span, text: 'this runs later' }],
    why: `phases stand in the order in which they run: ${phaseOrder.join(', ')}`,
  });
}

function unknownBlock(findings: Findings, { name }: PhaseNode): void {
  find(findings, 'E0301', name.span, `there is no phase \`${name.text}\``, {
    why: `a script's phases are ${phaseOrder.join(', ')}`,
    hint: nearestHint(name.text, phaseOrder),
  });
}

function sortStatement(sorting: Sorting, node: StatementNode): void {
  const { findings, head, platforms } = sorting;
  const { text, span } = node.word;
  if (text !== 'platform' && text !== 'artifact') return strayWord(sorting, node);
  if (text === 'artifact') {
    beforePhases(sorting, text, span);
    head.push(
      ...readArtifacts(node, findings).map((name) => ({ kind: 'artifact', name }) as const),
    );
  } else if (once(sorting, text, span)) {
    beforePhases(sorting, text, span);
    platforms.push(...readPlatforms(node, findings));
  }
}

function strayWord({ findings, known }: Sorting, { word, span }: StatementNode): void {
  if (word.text === 'state') {
    return find(findings, 'E0912', span, '`state` isn’t built yet', {
      why: 'a script can’t reboot its device yet',
    });
  }
  if (known.includes(word.text))
    return misplaced(
      findings,
      word.span,
      `\`${word.text}\` stands outside of any phase`,
      'write it inside a phase, `check { … }`',
    );
  find(findings, 'E0301', word.span, `\`${word.text}\` is not a setting of a script`, {
    why: 'before its phases a script has platform, artifact, param, let, installed and prepared',
    hint: nearestHint(word.text, ['platform', 'artifact', ...phaseOrder]),
  });
}

function sortReading(sorting: Sorting, node: ReadingNode): void {
  if (!once(sorting, node.of, node.span)) return;
  beforePhases(sorting, node.of, node.span);
  sorting.head.push(node);
}

function once({ settings, findings }: Sorting, word: string, span: Span): boolean {
  const before = settings.get(word);
  if (before === undefined) {
    settings.set(word, span);
    return true;
  }
  find(findings, 'E0307', span, `\`${word}\` stands twice`, {
    others: [{ span: before, text: 'first here' }],
  });
  return false;
}

function beforePhases({ phases, findings }: Sorting, word: string, span: Span): void {
  const first = phases[0];
  if (first === undefined) return;
  misplaced(
    findings,
    span,
    `\`${word}\` stands after \`${first.name}\``,
    'write it before the first phase',
  );
}

function misplaced(findings: Findings, span: Span, message: string, hint?: string): void {
  find(findings, 'E0306', span, message, { hint });
}

function complainOfMissing(
  { findings, settings, phases }: Sorting,
  script: BlockDeclaration,
): void {
  const missing = [
    ...['platform', 'installed'].filter((word) => !settings.has(word)),
    ...mandatoryPhases.filter((name) => !phases.some((phase) => phase.name === name)),
  ];
  for (const word of missing)
    find(
      findings,
      word === 'platform' || word === 'installed' ? 'E0304' : 'E0305',
      script.name.span,
      `\`${script.name.text}\` has no \`${word}\``,
      whyNeeded(word),
    );
}

function whyNeeded(word: string): { readonly why: string; readonly hint: string } {
  const phase = phaseNamed(word);
  if (phase !== undefined) return { why: purposeOf[phase], hint: `add \`${word} { … }\`` };
  if (word === 'platform')
    return { why: 'each platform is checked by itself', hint: 'add `platform posix`' };
  return {
    why: 'what is installed decides whether there is anything to do, and whether it has worked',
    hint: 'add `installed read-version PATH`',
  };
}

function complainOfEmpty(
  findings: Findings,
  name: PhaseName,
  { name: { span }, body }: PhaseNode,
): void {
  if (body.items.length > 0 || (name !== 'switch' && name !== 'verify')) return;
  find(findings, 'E0308', span, `\`${name}\` is empty`, { why: purposeOf[name] });
}
