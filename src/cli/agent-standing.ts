/** How a device's agent stands before anything is changed. */
import type { Given, Placing } from '../device/placing.ts';
import { word } from '../device/quote.ts';
import type { AgentSettings } from '../planning/agent-settings.ts';
import { isFault, type OrFault } from '../protocol/fault.ts';

export interface Standing {
  /** Of what isn't there: the empty text. */
  readonly settings: string;
  /** SHA-256 of the settings that an installation put there last. */
  readonly settingsPut: string;
  readonly root: string;
  readonly version: string;
  readonly agentHash: string;
  readonly cron: 'crontab' | 'busybox' | 'spool' | 'none';
  readonly reboot: boolean;
  readonly user: string;
  readonly crontab: string;
  /** SHA-256 of the secrets' files, in their order. */
  readonly secretHashes: readonly string[];
}

export async function lookAtAgent(
  placing: Placing,
  home: string,
  { agent, secrets }: AgentSettings,
): Promise<OrFault<Standing>> {
  const files = secrets.map(({ path }) => word(path)).join(' ');
  const spool = word(agent.crontabs ?? '');
  const look = `put_look ${word(home)} ${word(agent.settings)} ${spool === '' ? "''" : spool} ${files}`;
  const given = await placing.call(look);
  return isFault(given) ? given : standingOf(given, secrets.length);
}

function standingOf(given: Given, secrets: number): Standing {
  const text = (no: number): string => given.get(no) ?? '';
  const [cron = 'none', reboot, user = ''] = text(6).split(' ');
  return {
    settings: text(1),
    settingsPut: text(2).trim(),
    root: text(3),
    version: text(4).trim(),
    agentHash: text(5),
    cron: cron === 'crontab' || cron === 'busybox' || cron === 'spool' ? cron : 'none',
    reboot: reboot === '1',
    user,
    crontab: text(7),
    secretHashes: Array.from({ length: secrets }, (_, index) => text(8 + index)),
  };
}
