/** One conversation with the controller: ask, show what happens, give the exit code. */
import { EXIT } from '../runtime/exit-code.ts';
import { openController, type ControllerClient } from '../runtime/client.ts';
import { operatorName } from '../runtime/ids.ts';
import type { Request } from '../runtime/requests.ts';
import type { ResolvedPlan } from '../planning/resolved.ts';
import { isFault } from '../protocol/fault.ts';
import type { CommandEnded, CutoverEvent } from '../report/events.ts';
import { makePlainReport } from '../report/plain.ts';
import { resolve } from 'node:path';
import { commandFor, withPastableHints } from './pastable.ts';
import type { Ui } from './options.ts';
import { refusedBy } from './refused-by.ts';
import { data, say } from './say.ts';

export interface Conversation {
  readonly state: string;
  readonly ui: Ui;
}

export async function converse(options: Conversation, request: Request): Promise<number> {
  const exitCode = await conversed(options, request);
  const ownRun = request.do === 'run' || request.do === 'download';
  if (options.ui === 'json' && !ownRun) data(JSON.stringify(ended(exitCode)));
  return exitCode;
}

function ended(exitCode: number): CommandEnded {
  return { v: 1, at: new Date().toISOString(), event: 'ended', exitCode };
}

async function conversed({ state, ui }: Conversation, request: Request): Promise<number> {
  const show = shower(ui);
  let shown = 0;
  const client = await openController(resolve(state), {
    onStart: () => {
      say(`starting a controller in ${state}`);
    },
    onEvent: (event) => {
      shown += 1;
      show(withPastableHints(state, event));
    },
  });
  if (isFault(client)) return refusedBy(client.fault, state);
  if ('plan' in request) say(`connecting to ${devicesOf(request.plan)}`);
  const interrupts = onInterrupt(client, state);
  const result = await client.ask(request);
  interrupts.end();
  client.close();
  if (isFault(result)) return refusedBy(result.fault, state);
  if (request.do === 'recover' && result === 0 && shown === 0)
    say('nothing is open: there is nothing to recover');
  if (result === EXIT.pending)
    say(
      `hint: \`${commandFor(state, 'cutover status')}\` says what is waited for, and what ends the wait`,
    );
  const wentBack = result === EXIT.refused || result === EXIT.reverted;
  return interrupts.count() > 0 && wentBack ? EXIT.interrupted : result;
}

function devicesOf({ devices }: ResolvedPlan): string {
  const names = Object.keys(devices);
  return names.length === 1 ? names.join('') : `${String(names.length)} devices`;
}

function shower(ui: Ui): (event: CutoverEvent) => void {
  if (ui === 'json')
    return (event) => {
      data(JSON.stringify(event));
    };
  const report = makePlainReport();
  return (event) => {
    for (const line of report(event)) data(line);
  };
}

/** The first ^C asks for the end; the second ends the controller at once, and says what then helps. */
function onInterrupt(client: ControllerClient, state: string): { count(): number; end(): void } {
  let count = 0;
  const interrupted = (): void => {
    count += 1;
    if (count === 1) {
      say('interrupted: what is not committed goes back; once more to stop the controller at once');
      client.send({ do: 'interrupt', operator: operatorName() });
    } else {
      say(
        `the controller stops at once; run \`${commandFor(state, 'cutover recover')}\` to finish`,
      );
      client.send({ do: 'halt' });
    }
  };
  process.on('SIGINT', interrupted);
  return {
    count: () => count,
    end: () => {
      process.off('SIGINT', interrupted);
    },
  };
}
