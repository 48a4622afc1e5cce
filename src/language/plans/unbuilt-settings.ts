/** Settings of a plan whose working isn't built yet: an error each, never ignored. */
import { find, type CheckerCode, type Findings } from '../findings.ts';
import type { StatementNode } from '../tree.ts';

const unbuilt: Readonly<Record<string, { readonly code: CheckerCode; readonly instead: string }>> =
  {
    ask: { code: 'E0903', instead: 'nobody can be asked before the vote' },
    waves: { code: 'E0904', instead: 'all units are started together' },
    tolerate: { code: 'E0905', instead: 'the units don’t know of each other' },
    window: { code: 'E0906', instead: 'a run begins when it is told to' },
    zone: { code: 'E0907', instead: 'there are no times of day in a plan' },
  };

/** Whether the statement was one of them. */
export function unbuiltSetting(node: StatementNode, findings: Findings): boolean {
  const { text } = node.word;
  const at =
    (text === 'prepare' || text === 'switch') &&
    node.arguments.some(({ label }) => label?.text === 'at');
  if (at) {
    find(
      findings,
      text === 'prepare' ? 'E0908' : 'E0909',
      node.span,
      `\`${text} at:\` isn’t built yet`,
      { why: 'a run begins when it is told to' },
    );
    return true;
  }
  const known = Object.hasOwn(unbuilt, text) ? unbuilt[text] : undefined;
  if (known !== undefined)
    find(findings, known.code, node.span, `\`${text}\` isn’t built yet`, { why: known.instead });
  return known !== undefined;
}
