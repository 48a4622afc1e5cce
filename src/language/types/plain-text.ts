/** Titles, patterns and what a plan says are fixed: there is nothing yet that a hole could read. */
import { find, type Findings } from '../findings.ts';
import type { TextNode } from '../tree.ts';

export function plainText({ parts, span }: TextNode, findings: Findings): string {
  if (parts.some((part) => typeof part !== 'string'))
    find(findings, 'E0428', span, 'this text has holes', { why: 'here nothing can be read yet' });
  return parts.map((part) => (typeof part === 'string' ? part : '')).join('');
}
