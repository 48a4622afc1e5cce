/**
 * Text → YAML tree, or what is wrong with it.
 *
 * Rule 1: nothing is expanded: anchors, aliases and tags are refused, so a small text stays small.
 * Rule 2: a key stands once; both places are shown.
 */
import { isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Pair, ParsedNode } from 'yaml';
import type { Span } from '../language/tree.ts';
import { bracketsTooDeep } from './depth.ts';
import { find } from './findings.ts';
import type { Findings } from './findings.ts';
import { shown } from './shown.ts';
import type { Yaml, YamlEntry, YamlText } from './tree.ts';

const DEEPEST = 16;

/** Missing where the text isn't YAML at all; with other findings the tree holds what could be read. */
export function readYaml(findings: Findings): Yaml | undefined {
  if (bracketsTooDeep(findings.source.text, DEEPEST)) {
    tooDeep(findings, { start: 0, end: 0 });
    return undefined;
  }
  const document = parseDocument(findings.source.text, {
    // Texts, lists and mappings only: no number, no boolean, no null is guessed.
    schema: 'failsafe',
    // Looked for below, with both places, and in less than quadratic time.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
  });
  const [first] = document.errors;
  if (first !== undefined) {
    // What follows the first mistake is mostly its echo.
    const span = { start: first.pos[0], end: Math.max(first.pos[1], first.pos[0] + 1) };
    find(findings, 'E0702', span, `not YAML: ${first.message}`, { hint: hintFor(first.code) });
    return undefined;
  }
  return nodeOf(findings, document.contents, 0, { start: 0, end: 0 });
}

function hintFor(code: string): string | undefined {
  return code === 'TAB_AS_INDENT' ? 'indent with spaces' : undefined;
}

/** Nothing written (`key:` and the end of the line) is the empty text at that place. */
function nodeOf(findings: Findings, node: ParsedNode | null, depth: number, at: Span): Yaml {
  if (node === null) return { kind: 'text', text: '', span: at };
  const span = { start: node.range[0], end: node.range[1] };
  if (isAlias(node)) return refused(findings, span, 'an alias');
  if (node.anchor !== undefined) return refused(findings, span, 'an anchor');
  if (node.tag !== undefined) return refused(findings, span, 'a tag');
  if (isScalar(node)) return { kind: 'text', text: String(node.value), span };
  if (depth >= DEEPEST) return tooDeep(findings, span);
  if (isSeq(node)) {
    return {
      kind: 'list',
      items: node.items.map((item) => nodeOf(findings, item, depth + 1, span)),
      span,
    };
  }
  return isMap(node)
    ? mappingOf(findings, node.items, span, depth)
    : refused(findings, span, 'an unknown node');
}

function refused(findings: Findings, span: Span, what: string): YamlText {
  find(findings, 'E0703', span, `${what} can’t be used here`, {
    hint: 'write the value itself',
  });
  return { kind: 'text', text: '', span };
}

function tooDeep(findings: Findings, span: Span): YamlText {
  find(findings, 'E0705', span, `nested more than ${String(DEEPEST)} deep`);
  return { kind: 'text', text: '', span };
}

type ParsedPair = Pair<ParsedNode, ParsedNode | null>;

function mappingOf(
  findings: Findings,
  pairs: readonly ParsedPair[],
  span: Span,
  depth: number,
): Yaml {
  const seen = new Map<string, Span>();
  const entries: YamlEntry[] = [];
  for (const pair of pairs) {
    const key = nodeOf(findings, pair.key, DEEPEST, span);
    const value = nodeOf(findings, pair.value, depth + 1, key.span);
    if (key.kind !== 'text' || repeated(findings, seen, key)) continue;
    seen.set(key.text, key.span);
    entries.push({ key, value });
  }
  return { kind: 'mapping', entries, span };
}

function repeated(findings: Findings, seen: ReadonlyMap<string, Span>, key: YamlText): boolean {
  const first = seen.get(key.text);
  if (first === undefined) return false;
  find(findings, 'E0704', key.span, `${shown(key.text)} is given twice`, {
    label: 'here again',
    others: [{ span: first, text: 'first here' }],
  });
  return true;
}
