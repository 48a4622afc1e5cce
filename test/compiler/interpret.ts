/** The interpreter's side of a twin: the orders of a unit of one, over a session on this machine. */
import { connectLocal } from '../../src/device/transport-local.ts';
import type { DeviceContext } from '../../src/interpreter/context.ts';
import { dropSession } from '../../src/interpreter/connect.ts';
import { carryOut } from '../../src/interpreter/orders.ts';
import { makeScope } from '../../src/interpreter/scope.ts';
import { evaluate } from '../../src/language/evaluate.ts';
import type { Datum } from '../../src/language/checked.ts';
import type { ResolvedDevice, ResolvedPlan } from '../../src/planning/resolved.ts';
import { isFault, fault, type Fault } from '../../src/protocol/fault.ts';
import type { Answer, Order } from '../../src/protocol/messages.ts';
import { makeRedactor } from '../../src/runtime/redactor.ts';
import type { Told, Twin, Upgrade } from './twin.ts';

let count = 0;

export async function interpret(twin: Twin, upgrade: Upgrade): Promise<Told> {
  const effects: string[] = [];
  count += 1;
  const transaction = `told-${String(count)}`;
  Object.assign(process.env, twin.mark);
  const context = contextOf(twin, upgrade, transaction, effects);
  const { outcome, cause } = await goThrough(context, upgrade.version);
  dropSession(context);
  return {
    effects,
    outcome,
    reason: cause?.code ?? '',
    line: cause?.line === undefined ? '' : String(cause.line),
    why: cause?.message ?? '',
    ...twin.look(),
    fingerprints: twin.fingerprints(transaction),
  };
}

interface Ending {
  readonly outcome: string;
  readonly cause?: Fault;
}

/** As a unit of one goes: docs/protocol.md, *The way of a transaction*. */
async function goThrough(context: DeviceContext, version: string): Promise<Ending> {
  const staged = await told(context, 'prepare');
  const prepared = judged(staged, 'staged', 'prepared', version);
  const already = 'answer' in staged && staged.answer === 'staged' && staged.already;
  const cause =
    prepared ??
    (already ? undefined : await cutOver(context, version)) ??
    wrong(await told(context, 'hold'));
  if (cause !== undefined) return goBack(context, cause, prepared === undefined);
  await told(context, 'confirm');
  if (!already) await told(context, 'finish');
  await told(context, 'report');
  return { outcome: already ? 'current' : 'committed' };
}

async function cutOver(context: DeviceContext, version: string): Promise<Fault | undefined> {
  const armed = wrong(await told(context, 'switch'));
  if (armed !== undefined) return armed;
  return judged(await told(context, 'verify'), 'verified', 'installed', version);
}

async function goBack(context: DeviceContext, cause: Fault, switched: boolean): Promise<Ending> {
  const back = await told(context, 'revert');
  await told(context, 'report');
  const broken = 'code' in back || back.answer !== 'reverted';
  return { outcome: broken ? 'broken' : switched ? 'reverted' : 'not-staged', cause };
}

function wrong(answer: Answer | Fault): Fault | undefined {
  return 'code' in answer ? answer : undefined;
}

/** As `src/protocol/judge.ts` judges the two answers that tell a version. */
function judged(
  answer: Answer | Fault,
  wanted: 'staged' | 'verified',
  what: string,
  version: string,
): Fault | undefined {
  if ('code' in answer) return answer;
  if (answer.answer !== wanted) return fault('unexpected', answer.answer).fault;
  const found = answer.version;
  if (found === version) return undefined;
  const message = `${what} version ${found}, ordered was ${version}`;
  return fault('version-mismatch', message).fault;
}

async function told(context: DeviceContext, order: Order): Promise<Answer | Fault> {
  const answer = await carryOut(context, order);
  if (isFault(answer)) return answer.fault;
  return answer.answer === 'failed' ? answer.fault : answer;
}

function contextOf(
  twin: Twin,
  upgrade: Upgrade,
  transaction: string,
  effects: string[],
): DeviceContext {
  const { script, library, version } = upgrade;
  const device: ResolvedDevice = {
    name: 'twin-01',
    script: script.name,
    platform: 'posix',
    address: { transport: 'local', shell: 'sh' },
    home: twin.layout.home,
    services: twin.layout.services,
    params: paramsOf(upgrade),
    artifacts: upgrade.artifacts,
  };
  const release = { name: 'core', version };
  const plan: ResolvedPlan = {
    format: 1,
    title: 'twin',
    release,
    hash: '',
    scripts: { [script.name]: script },
    primitives: Object.fromEntries(library.primitives),
    platforms: library.platforms,
    devices: { [device.name]: device },
    units: [],
    servers: [],
    secrets: { store: 'none' },
  };
  return {
    plan,
    device,
    script,
    scope: makeScope({ device, script, release, transaction }),
    desk: deskOf(script.name, upgrade, effects, script),
    header: {
      transaction,
      epoch: 1,
      controller: 'c1',
      operator: 'test@here',
      since: '2026-11-22T00:00:00Z',
    },
    leases: { deadManS: 600, stagedS: 600 },
    connect: () => Promise.resolve(connectLocal('sh')),
    begun: new Set(),
    sent: new Map(),
    open: undefined,
    stopping: false,
  };
}

function paramsOf({ script, params, secrets }: Upgrade): Readonly<Record<string, Datum>> {
  const own = script.params.flatMap(({ name, type, value }): (readonly [string, Datum])[] => {
    if (type === 'secret') return name in secrets ? [[name, name]] : [];
    const given = params[name] ?? value;
    if (given === undefined) return [];
    return [[name, evaluate({ kind: 'constant', type, value: given }, { get: () => undefined })]];
  });
  return Object.fromEntries(own);
}

function deskOf(
  _name: string,
  { secrets }: Upgrade,
  effects: string[],
  script: Upgrade['script'],
): DeviceContext['desk'] {
  const redactor = makeRedactor();
  for (const text of Object.values(secrets)) redactor.learn(text);
  const primitives = new Map<number, string>();
  return {
    sent: () => Promise.resolve('recorded'),
    captured: () => undefined,
    secret: (name) => secrets[name] ?? fault('no-secret', `${script.name} has no ${name}`),
    redact: (text) => redactor.redact(text),
    secretBegun: (text) => redactor.secretBegun(text),
    stepBegan: ({ no }, words) => void primitives.set(no, words.split(' ')[0] ?? ''),
    stepEnded: ({ no }, result) => {
      if (result !== 'skipped') effects.push(`${String(no)} ${primitives.get(no) ?? ''} ${result}`);
    },
    stepOutput: () => undefined,
  };
}
