/** What a unit's driver is given, and the contexts of its devices. */
import type { DeviceContext, Header } from '../interpreter/context.ts';
import type { SentStep } from '../interpreter/desk.ts';
import { setLets } from '../interpreter/lets.ts';
import { makeScope } from '../interpreter/scope.ts';
import type { CheckedItem, CheckedScript, Datum } from '../language/checked.ts';
import type { Secrets } from '../inventory/secrets.ts';
import type { Journal } from '../journal/journal.ts';
import type { ResolvedPlan } from '../planning/resolved.ts';
import type { UnitOrders } from '../protocol/transaction.ts';
import { makeDesk } from './desk.ts';
import type { Hub } from './hub.ts';
import { makeRecorder } from './recorder.ts';
import { connect } from './transport.ts';

export interface UnitSource {
  readonly plan: ResolvedPlan;
  readonly orders: UnitOrders;
  readonly header: Header;
  readonly journal: Journal;
  readonly hub: Hub;
  readonly secrets: Secrets;
  /** Values that steps gave in an earlier life of the controller. */
  readonly captured: readonly CapturedValue[];
  /** Steps that were sent in an earlier life of the controller. */
  readonly sent?: readonly SentSteps[];
  /** Of the dead-man timers; only a run that switches says so. */
  readonly leaseS?: number;
}

export interface SentSteps {
  readonly device: string;
  readonly steps: readonly SentStep[];
}

export interface CapturedValue {
  readonly device: string;
  readonly name: string;
  readonly value: Datum;
}

const DEAD_MAN_S = 120;
const STAGED_S = 3600;

export function contextOf(source: UnitSource, name: string): DeviceContext {
  const { plan, header } = source;
  const device = plan.devices[name];
  const script = device === undefined ? undefined : plan.scripts[device.script];
  if (device === undefined || script === undefined)
    throw new Error(`defect: the plan has no device ${name}`);
  const scope = makeScope({
    device,
    script,
    release: plan.release,
    transaction: header.transaction,
  });
  for (const { device: of, name: key, value } of source.captured)
    if (of === name) scope.set(key, value);
  if (source.captured.length > 0) setLets(script, scope);
  const recorder = makeRecorder(source.journal, header.transaction);
  const desk = makeDesk({
    secrets: source.secrets,
    device: name,
    transaction: header.transaction,
    recorder,
    hub: source.hub,
    steps: countSteps(script),
  });
  return {
    plan,
    device,
    script,
    scope,
    desk,
    header,
    leases: { deadManS: source.leaseS ?? DEAD_MAN_S, stagedS: STAGED_S },
    connect: () => connect(device.address, name),
    begun: new Set(),
    sent: new Map(sentTo(name, source.sent).map((step) => [step.no, step])),
    open: undefined,
    stopping: false,
  };
}

function sentTo(name: string, sent: readonly SentSteps[] = []): readonly SentStep[] {
  return sent.flatMap(({ device, steps }) => (device === name ? steps : []));
}

const COUNTED = ['check', 'backup', 'stage', 'switch', 'verify'] as const;

function countSteps(script: CheckedScript): number {
  const readings = script.prepared === undefined ? 2 : 3;
  return readings + COUNTED.reduce((sum, phase) => sum + stepsIn(script.phases[phase] ?? []), 0);
}

function stepsIn(items: readonly CheckedItem[]): number {
  return items.reduce((sum, item) => sum + stepsOf(item), 0);
}

function stepsOf(item: CheckedItem): number {
  if (item.kind === 'step') return 1;
  if (item.kind === 'when') return stepsIn(item.then);
  return item.kind === 'for' ? stepsIn(item.body) : 0;
}
