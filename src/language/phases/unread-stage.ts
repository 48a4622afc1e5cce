/** What a device has laid ready should say for itself which version it is (A05). */
import { find, type Findings } from '../findings.ts';
import type { Outline } from './outline.ts';

export function complainOfUnreadStage({ head, prepared }: Outline, findings: Findings): void {
  const artifact = head.find((item) => item.kind === 'artifact');
  if (artifact === undefined || prepared !== undefined) return;
  find(findings, 'E0318', artifact.name.span, 'nobody reads the version of what is staged', {
    why: 'a wrong package would be found only after the switch',
    hint: 'say how it is read: `prepared read-version "{next}/VERSION"`',
  });
}
