/** What lowering a block's items needs to know. */
import type { PhaseName, Place } from '../checked.ts';
import type { Findings } from '../findings.ts';
import type { Binding } from '../names/symbols.ts';
import { lineOf } from '../source.ts';
import type { Item, Span } from '../tree.ts';
import type { Typing } from '../types/infer.ts';
import type { DraftItem } from './draft.ts';

export interface Lowering {
  readonly findings: Findings;
  readonly binding: Binding;
  readonly typing: Typing;
  readonly here: PhaseName | 'undo';
  /** Platforms on which this can be reached. */
  readonly platforms: readonly string[];
  /** The next step's id; counts on. */
  readonly nextId: () => string;
  /** Lowers an `undo` block of the step whose ids begin so. */
  readonly inside: (items: readonly Item[], prefix: string) => readonly DraftItem[];
}

export interface LoweringSource {
  readonly findings: Findings;
  readonly binding: Binding;
  readonly typing: Typing;
  readonly platforms: readonly string[];
}

export function placeOf(span: Span, { findings: { source } }: Lowering): Place {
  return { line: lineOf(source, span), span };
}
