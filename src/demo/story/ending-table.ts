/** The table at the story's end. */
import { duration } from '../../report/duration.ts';
import { table } from '../../report/table.ts';
import type { Ending } from './acts.ts';
import type { Standing } from './standing.ts';

export function endingTable(endings: readonly Ending[]): readonly string[] {
  const head = ['act', 'result', 'exit', 'msc-01', 'umg-01', 'down: msc-01', 'umg-01', 'skew', ''];
  const rows = table([head, ...endings.map(rowOf)]);
  const causes = endings.flatMap(({ act, outcome }) =>
    outcome?.cause === undefined ? [] : [`act ${act}: ${outcome.cause.message}`],
  );
  return [...rows, '', ...causes];
}

function rowOf({ act, code, outcome, before, after, asItMust }: Ending): readonly string[] {
  const skew = outcome?.skewMs === undefined ? '-' : duration(outcome.skewMs);
  return [
    act,
    outcome?.result.toUpperCase() ?? 'OPEN',
    String(code),
    ...after.map((standing, index) => standingText(before[index], standing)),
    ...after.map(({ device }) => downText(outcome, device)),
    skew,
    asItMust ? 'as it must' : 'NOT AS IT MUST',
  ];
}

function standingText(before: Standing | undefined, { service, tree }: Standing): string {
  const version = service.replace(/^ok /, '');
  return before?.tree.hash === tree.hash ? `${version}, same bytes` : version;
}

function downText(outcome: Ending['outcome'], device: string): string {
  const outages = outcome?.devices.find((each) => each.device === device)?.outages ?? [];
  return outages.length === 0 ? '-' : duration(outages.reduce((sum, { ms }) => sum + ms, 0));
}
