/**
 * YAML as this project reads it: texts, lists and mappings, each with its place.
 *
 * Rule 1: every scalar is a text as written; `2.0`, `no` and `~` are themselves.
 * Deliberately not here: anchors, aliases, tags (refused by `read.ts`).
 */
import type { Span } from '../language/tree.ts';

export type Yaml = YamlText | YamlList | YamlMap;

export interface YamlText {
  readonly kind: 'text';
  readonly text: string;
  readonly span: Span;
}

export interface YamlList {
  readonly kind: 'list';
  readonly items: readonly Yaml[];
  readonly span: Span;
}

export interface YamlMap {
  readonly kind: 'mapping';
  readonly entries: readonly YamlEntry[];
  readonly span: Span;
}

export interface YamlEntry {
  readonly key: YamlText;
  readonly value: Yaml;
}
