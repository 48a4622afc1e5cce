/** A run: every unit of a plan, each a transaction of its own. */
import type { Secrets } from '../inventory/secrets.ts';
import { begin, type Outcome, type UnitOrders } from '../protocol/transaction.ts';
import { fault, isFault, type FaultValue, type OrFault } from '../protocol/fault.ts';
import { marksOf } from '../planning/marks.ts';
import type { ResolvedPlan, ResolvedUnit } from '../planning/resolved.ts';
import type { Asker } from './asker.ts';
import { makeDriver } from './driver.ts';
import { exitCodeOf } from './exit-code.ts';
import { follow } from './follow.ts';
import { newTransactionId } from './ids.ts';
import { secretsOf } from './plan-secrets.ts';
import type { Office } from './office.ts';
import { makeRecorder } from './recorder.ts';

export interface RunRequest {
  readonly plan: ResolvedPlan;
  readonly operator: string;
  /** How many devices of a unit may be at work at once; 0: all. */
  readonly atOnce: number;
  /** Of the devices' dead-man timers. */
  readonly leaseS: number;
}

/** Exit code of the whole; faults before anything began are told as such. */
export async function run(
  office: Office,
  request: RunRequest,
  asker: Asker,
): Promise<OrFault<number>> {
  const refused = refuseBusy(office, request.plan) ?? refuseEarly(request.plan);
  if (refused !== undefined) return refused;
  const secrets = await secretsOf(request.plan);
  if (isFault(secrets)) return secrets;
  const id = newTransactionId('run');
  const recorder = makeRecorder(office.journal, id);
  const begun = await recorder.record([
    { record: 'run-begin', run: id, operator: request.operator, plan: request.plan },
  ]);
  if (isFault(begun)) return begun;
  asker.concerns(id);
  const { plan } = request;
  const devices = plan.units.reduce((sum, unit) => sum + unit.members.length, 0);
  office.hub.emit({
    event: 'run-started',
    run: id,
    plan: plan.title,
    hash: plan.hash,
    units: plan.units.length,
    devices,
    ...marksOf(plan),
  });
  const outcomes = await Promise.all(
    plan.units.map((unit) => runUnit(office, { request, run: id, secrets, asker }, unit)),
  );
  const exitCode = exitCodeOf(outcomes);
  await recorder.record([{ record: 'run-end', run: id, exitCode }]);
  office.hub.emit({ event: 'run-ended', run: id, exitCode, ...marksOf(plan) });
  return exitCode;
}

/** It may be fetched before: `cutover download`. */
function refuseEarly({ release }: ResolvedPlan): FaultValue | undefined {
  const { name, version, activate } = release;
  if (activate === undefined || Date.parse(activate) <= Date.now()) return undefined;
  return fault('not-active', `${name} ${version} is not to be switched to before ${activate}`, {
    hint: '`cutover download` fetches it before; `cutover release promote … --activate` sets another moment',
  });
}

function refuseBusy(office: Office, plan: ResolvedPlan): FaultValue | undefined {
  const holder = office.live.holding(Object.keys(plan.devices));
  if (holder === undefined) return undefined;
  const { driver, operator, since } = holder;
  return fault(
    'busy',
    `transaction ${driver.transaction} holds ${driver.devices.join(', ')}: ${operator} since ${since}`,
    {
      hint: `wait for it (\`cutover status\`), or end it with \`cutover abort ${driver.transaction}\``,
    },
  );
}

interface Run {
  readonly request: RunRequest;
  readonly run: string;
  readonly secrets: Secrets;
  readonly asker: Asker;
}

async function runUnit(
  office: Office,
  { request, run, secrets, asker }: Run,
  unit: ResolvedUnit,
): Promise<Outcome> {
  const { plan, operator } = request;
  const transaction = newTransactionId(unit.title);
  const orders = ordersOf(plan, unit, transaction, request.atOnce);
  const recorder = makeRecorder(office.journal, transaction);
  await recorder.record([{ record: 'unit', run, unit: unit.title, operator }]);
  const { journal, hub, epoch } = office;
  const header = {
    transaction,
    epoch,
    controller: journal.controller,
    operator,
    since: new Date().toISOString(),
  };
  const driver = makeDriver(
    { plan, orders, header, journal, hub, secrets, captured: [], leaseS: request.leaseS },
    begin(orders),
  );
  asker.began(transaction);
  hub.emit({ event: 'unit-started', transaction, unit: unit.title, devices: unit.members, epoch });
  const outcome = follow(office, { driver, unit: unit.title, operator });
  driver.happen({ event: 'begun' });
  return outcome;
}

function ordersOf(
  plan: ResolvedPlan,
  unit: ResolvedUnit,
  transaction: string,
  atOnce: number,
): UnitOrders {
  return {
    transaction,
    title: unit.title,
    members: unit.members.map((device) => ({ device, version: plan.release.version })),
    prepareRanks: unit.prepareRanks,
    switchRanks: unit.switchRanks,
    voteWithinMs: unit.voteWithinMs,
    atOnce,
    ...(unit.skewMs === undefined ? {} : { skewMs: unit.skewMs }),
  };
}
