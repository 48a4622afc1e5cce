/**
 * The download as an order of its own (A08), possibly days before the run: each device compares
 * versions, fetches and verifies into its own folder, and answers. Nothing else on it changes.
 *
 * The device's request and its answer pass through here and are journaled; the package does not.
 */
import { begin } from '../interpreter/orders.ts';
import { fetchAhead } from '../interpreter/fetch-ahead.ts';
import { isFault, type Fault, type OrFault } from '../protocol/fault.ts';
import { marksOf } from '../planning/marks.ts';
import type { ResolvedPlan } from '../planning/resolved.ts';
import type { Asker } from './asker.ts';
import { EXIT } from './exit-code.ts';
import { newTransactionId } from './ids.ts';
import { secretsOf } from './plan-secrets.ts';
import type { Office } from './office.ts';
import { makeRecorder, type Recorder } from './recorder.ts';
import { contextOf } from './unit.ts';
import { dropSession } from '../interpreter/connect.ts';

export interface DownloadRequest {
  readonly plan: ResolvedPlan;
  readonly operator: string;
}

/** 0 if every device has what it needs, 2 if one has not. */
export async function download(
  office: Office,
  { plan, operator }: DownloadRequest,
  asker: Asker,
): Promise<OrFault<number>> {
  const secrets = await secretsOf(plan);
  if (isFault(secrets)) return secrets;
  const transaction = newTransactionId('download');
  const recorder = makeRecorder(office.journal, transaction);
  const begun = await recorder.record([{ record: 'run-begin', run: transaction, operator, plan }]);
  if (isFault(begun)) return begun;
  asker.concerns(transaction);
  const devices = Object.keys(plan.devices);
  office.hub.emit({
    event: 'run-started',
    run: transaction,
    plan: plan.title,
    hash: plan.hash,
    units: 0,
    devices: devices.length,
    ...marksOf(plan),
  });
  const header = {
    transaction,
    epoch: office.epoch,
    controller: office.journal.controller,
    operator,
    since: new Date().toISOString(),
  };
  const results = await Promise.all(
    devices.map((device) => downloadTo(office, { plan, header, secrets }, device, recorder)),
  );
  const exitCode = results.every((ok) => ok) ? EXIT.committed : EXIT.refused;
  await recorder.record([{ record: 'run-end', run: transaction, exitCode }]);
  office.hub.emit({ event: 'run-ended', run: transaction, exitCode, ...marksOf(plan) });
  return exitCode;
}

type Shared = Pick<Parameters<typeof contextOf>[0], 'plan' | 'header' | 'secrets'>;

async function downloadTo(
  office: Office,
  shared: Shared,
  device: string,
  recorder: Recorder,
): Promise<boolean> {
  const { journal, hub } = office;
  const { transaction } = shared.header;
  const orders = {
    transaction,
    title: '',
    members: [],
    prepareRanks: [],
    switchRanks: [],
    voteWithinMs: 0,
    atOnce: 0,
  };
  const context = contextOf({ ...shared, orders, journal, hub, captured: [] }, device);
  hub.emit({ event: 'order-told', transaction, device, order: 'download' });
  const performance = await begin(context, 'download', []);
  const asked = async (installed: string): Promise<void> => {
    await recorder.record([
      { record: 'download-asked', device, installed, version: shared.plan.release.version },
    ]);
  };
  const result = isFault(performance) ? performance : await fetchAhead(performance, asked);
  dropSession(context);
  await recorder.record([
    {
      record: 'download-answered',
      device,
      result: isFault(result) ? result.fault.message : result,
    },
  ]);
  const failed: { fault?: Fault } = isFault(result) ? { fault: result.fault } : {};
  const answer = isFault(result) ? 'failed' : result;
  hub.emit({ event: 'order-answered', transaction, device, order: 'download', answer, ...failed });
  return !isFault(result);
}
