import type { Library } from '../checked.ts';
import type { Findings } from '../findings.ts';
import type { Typing } from '../types/infer.ts';
import type { Everywhere, NameScope, Reader } from './scope.ts';
import type { Binding } from './symbols.ts';

/** Where the walk that ties names stands. */
export interface Walk {
  readonly library: Library;
  readonly findings: Findings;
  readonly binding: Binding;
  readonly typing: Typing;
  readonly everywhere: Everywhere;
  readonly scope: NameScope;
  readonly reader: Reader;
  readonly depth: number;
}
