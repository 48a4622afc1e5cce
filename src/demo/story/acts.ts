/**
 * The three acts. Each gets a fresh pair on 2.0, and says how it ended and whether that is how it had to.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from '../../protocol/transaction.ts';
import type { CutoverEvent } from '../../report/events.ts';
import { cutover, mustSucceed } from './command-line.ts';
import type { Call } from './command-line.ts';
import { lastOutcome } from './outcome.ts';
import { isSame, standingsOf } from './standing.ts';
import type { Standing } from './standing.ts';
import { setUp } from './surroundings.ts';
import type { Stage, Surroundings } from './surroundings.ts';
import type { Voice } from './voice.ts';

export interface Ending {
  readonly act: string;
  readonly code: number;
  readonly outcome: Outcome | undefined;
  readonly before: readonly Standing[];
  readonly after: readonly Standing[];
  readonly asItMust: boolean;
}

const plan = ['scripts/core-3.0.cutover', '-i', 'inventory.yaml'];
const state = ['--state', 'state'];

export async function actOne(stage: Stage, voice: Voice): Promise<Ending> {
  voice.heading('Act 1: release 3.0');
  const site = await setUp(stage, 'act-1');
  tellDevices(voice, site);
  const before = await standingsOf(site.devices);
  const call = await enrolledAndPublished(stage, voice, site);
  await mustSucceed(['plan', ...plan], call);
  const { code } = await cutover(['run', ...plan, ...state], call);
  const after = await standingsOf(site.devices);
  tellStandings(voice, before, after);
  const asItMust = code === 0 && after.every(({ service }) => service === 'ok 3.0');
  const outcome = await lastOutcome('state', call);
  return { act: '1 release 3.0', code, outcome, before, after, asItMust };
}

export async function actTwo(stage: Stage, voice: Voice): Promise<Ending> {
  voice.heading('Act 2: the same with a UMG package whose service does not come up');
  const site = await setUp(stage, 'act-2', 'dies');
  tellDevices(voice, site);
  const before = await standingsOf(site.devices);
  const call = await enrolledAndPublished(stage, voice, site);
  const { code } = await cutover(['run', ...plan, ...state], call);
  const after = await standingsOf(site.devices);
  tellStandings(voice, before, after);
  const asItMust = code === 3 && isSame(before, after);
  const outcome = await lastOutcome('state', call);
  return { act: '2 broken UMG package', code, outcome, before, after, asItMust };
}

export async function actThree(stage: Stage, voice: Voice): Promise<Ending> {
  voice.heading('Act 3: the controller is killed in the middle of switching');
  const site = await setUp(stage, 'act-3');
  tellDevices(voice, site);
  const before = await standingsOf(site.devices);
  const call = await enrolledAndPublished(stage, voice, site);
  await runAndKill(call);
  tellStandings(voice, before, await standingsOf(site.devices));
  await cutover(['status', ...state], call);
  const { code } = await cutover(['recover', ...state], call);
  const after = await standingsOf(site.devices);
  tellStandings(voice, before, after);
  const asItMust = code === 3 && isSame(before, after);
  const outcome = await lastOutcome('state', call);
  return { act: '3 controller killed', code, outcome, before, after, asItMust };
}

/** The controller is a process of its own; its pid stands in the state folder. */
async function runAndKill(call: Call): Promise<void> {
  let killed = false;
  const onLine = (line: string): string | undefined => {
    const event = JSON.parse(line) as CutoverEvent;
    if (!killed && isMidSwitch(event)) {
      killed = true;
      const text = readFileSync(join(call.folder, 'state/controller.json'), 'utf8');
      const { pid } = JSON.parse(text) as { readonly pid: number };
      process.kill(pid, 'SIGKILL');
      call.voice.tell(`\n  SIGKILL to the controller, process ${String(pid)}\n`);
    }
    return shortly(event);
  };
  await cutover(['run', ...plan, ...state, '--ui', 'json'], { ...call, onLine });
}

/** The first step of the first switch has been done: its service is down. */
function isMidSwitch(event: CutoverEvent): boolean {
  return event.event === 'step-ended' && event.step.startsWith('switch.');
}

/** Of the many events: what was decided, and what the devices answered. */
function shortly(event: CutoverEvent): string | undefined {
  if (event.event === 'decision') return `decision: ${event.decision}`;
  return event.event === 'order-answered' ? `${event.device}: ${event.answer}` : undefined;
}

async function enrolledAndPublished(stage: Stage, voice: Voice, site: Surroundings): Promise<Call> {
  const call: Call = { folder: site.folder, mark: stage.folder, voice, goOn: stage.goOn };
  const to = site.server.replace('ftp://', 'ftp://publisher@');
  const publisher = ['--to', to, '--password-file', 'password', '--key', 'release-key'];
  await mustSucceed(['release', 'init', ...publisher, '--out', 'releases.root'], call);
  await mustSucceed(['release', 'publish', 'release-3.0', ...publisher], call);
  await mustSucceed(['enroll', '-i', 'inventory.yaml', '--yes'], call);
  return call;
}

function tellDevices(voice: Voice, { folder, devices, server }: Surroundings): void {
  voice.tell(`In ${folder}:`);
  for (const { name, layout, sshPort, servicePort } of devices)
    voice.tell(
      `  ${name}  SSH on 127.0.0.1:${String(sshPort)}, service on 127.0.0.1:${String(servicePort)}, root ${layout.folder}`,
    );
  voice.tell(`  version server  ${server}`);
}

function tellStandings(
  voice: Voice,
  before: readonly Standing[],
  after: readonly Standing[],
): void {
  voice.tell('');
  for (const [index, { device, service, tree }] of after.entries()) {
    const was = before[index];
    const bytes = was?.tree.hash === tree.hash ? 'byte for byte as before' : 'changed';
    const short = tree.hash.slice(0, 16);
    const files = `${String(tree.entries)} files and folders ${short} (before: ${was?.tree.hash.slice(0, 16) ?? ''})`;
    voice.tell(`  ${device}  service says "${service}"; ${files}: ${bytes}`);
  }
}
