/**
 * `cutover agent install --remove`: first nobody starts the agent any more, then it goes.
 *
 * Rule 1: while a transaction of its own is open it stays, with all that is needed to end it.
 * Deliberately not here: the kit's folders, which a controller uses as well.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { sha256, type Placing } from '../device/placing.ts';
import { quote, word } from '../device/quote.ts';
import type { InventoryDevice } from '../inventory/model.ts';
import { withoutEntry } from '../planning/crontab.ts';
import { fault, isFault, type OrFault } from '../protocol/fault.ts';
import { lookAtAgent } from './agent-standing.ts';
import type { Placed } from './agent-place.ts';
import { say } from './say.ts';

/** A run may wait for its seconds, and an upgrade goes on for minutes. */
const PATIENCE_MS = 90_000;

export async function removeAgent(
  placing: Placing,
  { name, home, agent }: InventoryDevice,
): Promise<OrFault<readonly Placed[]>> {
  const own = agent ?? { settings: '/etc/cutover/agent' };
  const standing = await lookAtAgent(placing, home, { agent: own, text: '', secrets: [] });
  if (isFault(standing)) return standing;
  const placed: Placed[] = [];
  const crontab = withoutEntry(standing.crontab, { home });
  if (crontab !== standing.crontab) {
    const done = await placing.call(crontabCommand(own.crontabs, crontab));
    if (isFault(done)) return done;
    placed.push({
      what: 'crontab',
      changed: true,
      text: `crontab of ${standing.user}: its lines are gone`,
    });
  }
  if (standing.settings + standing.version + standing.agentHash + standing.root === '')
    return placed;
  const free = await atRest(placing, name, home);
  if (isFault(free)) return free;
  const gone = await placing.call(`put_remove ${word(home)} ${word(own.settings)}`);
  if (isFault(gone)) return gone;
  const text = `the agent in ${home}/agent and ${own.settings} are gone; the kit's state in ${home} stays`;
  return [...placed, { what: 'agent', changed: true, text }];
}

function crontabCommand(spool: string | undefined, text: string): string {
  const end = `END-OF-${sha256(text).slice(0, 16)}`;
  return `put_find_cron ${quote(spool ?? '')}\nput_crontab ${sha256(text)} <<'${end}'\n${text}${end}`;
}

/** Nothing of it is at work, and nothing open. */
async function atRest(placing: Placing, name: string, home: string): Promise<OrFault<'free'>> {
  const until = Date.now() + PATIENCE_MS;
  for (let said = false; ; said = true) {
    const given = await placing.call(
      `put_find_busy ${word(home)}\nkit_say 'value 1'\nkit_put "$put_busy"`,
    );
    if (isFault(given)) return given;
    const busy = given.get(1) ?? '';
    if (busy === '') return 'free';
    const atWork = busy.includes('at work');
    if (!atWork || Date.now() > until)
      return fault('busy', `${busy}: its lines in the crontab are gone, all else stays`, {
        hint: `let it end (on the device: \`sh ${home}/agent/agent.sh run --boot\` settles it), then remove again`,
      });
    if (!said) say(`${name}: waiting: ${busy}`);
    await sleep(1_000);
  }
}
