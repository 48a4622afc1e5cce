/**
 * What `cutover agent install` brings to one device: what stands in the way, what is to be changed, and that it is done.
 *
 * Rule 1: nothing is changed before it is sure that nothing stands in the way.
 * Rule 2: the crontab comes last: nobody starts an agent that isn't whole, or whose settings are wrong.
 */
import { putSecret, putText, sha256, type Placing } from '../device/placing.ts';
import { quote, word } from '../device/quote.ts';
import { compareVersions } from '../language/evaluate.ts';
import type { AgentSettings } from '../planning/agent-settings.ts';
import { entryLines, withEntry } from '../planning/crontab.ts';
import { fault, isFault, type OrFault } from '../protocol/fault.ts';
import { readRoot } from '../release/trust/roots.ts';
import { lookAtAgent, type Standing } from './agent-standing.ts';

export interface Wanted {
  readonly home: string;
  readonly settings: AgentSettings;
  /** The secrets' texts, in the order of their files. */
  readonly secrets: readonly string[];
  /** The root file's text. */
  readonly root: string;
  readonly agent: { readonly version: string; readonly text: string };
  readonly replaceSettings: boolean;
  readonly replaceTrust: boolean;
}

/** One thing that was changed, or is as it was and needs saying. */
export interface Placed {
  readonly what: 'agent' | 'trust' | 'secret' | 'settings' | 'crontab';
  readonly changed: boolean;
  readonly text: string;
}

/** Something to be done. */
interface Step extends Placed {
  readonly commands: readonly string[];
}

export async function placeAgent(
  placing: Placing,
  wanted: Wanted,
): Promise<OrFault<readonly Placed[]>> {
  const standing = await lookAtAgent(placing, wanted.home, wanted.settings);
  if (isFault(standing)) return standing;
  const parts = [
    agentStep(standing, wanted),
    trustStep(standing, wanted),
    ...secretSteps(standing, wanted),
    settingsStep(standing, wanted),
    crontabStep(standing, wanted),
  ];
  const wrong = parts.find(isFault);
  if (wrong !== undefined) return wrong;
  const steps = parts.filter((part): part is Step => part !== undefined && !isFault(part));
  const done = await placing.call(...checked(steps, wanted));
  return isFault(done) ? done : steps;
}

/** The settings are looked at by the agent itself as it lies there, before the crontab starts it. */
function checked(steps: readonly Step[], { home, settings }: Wanted): readonly string[] {
  const check = `sh ${word(home)}/agent/agent.sh check-settings --settings ${word(settings.agent.settings)} 2>&1`;
  const commands = (crontab: boolean): readonly string[] =>
    steps.flatMap((step) => ((step.what === 'crontab') === crontab ? step.commands : []));
  return [...commands(false), check, ...commands(true)];
}

function agentStep({ version, agentHash }: Standing, { home, agent }: Wanted): Step | undefined {
  const folder = `${home}/agent/releases/${agent.version}`;
  if (version !== '' && compareVersions(version, agent.version) > 0)
    return {
      what: 'agent',
      changed: false,
      text: `agent ${version} is there, which is newer than ${agent.version}: it stays`,
      commands: [],
    };
  if (version === agent.version && agentHash === sha256(agent.text)) return undefined;
  const was = version === '' ? '' : ` (was ${version})`;
  return {
    what: 'agent',
    changed: true,
    text: `agent ${agent.version}${was} put into ${home}/agent`,
    commands: [
      putText(`${folder}/agent.sh`, '755', agent.text),
      putText(`${folder}/VERSION`, '644', `${agent.version}\n`),
      `put_link ${quote(folder)} ${quote(`${home}/agent/current`)}`,
      `put_link current/agent.sh ${quote(`${home}/agent/agent.sh`)}`,
    ],
  };
}

/** A device follows new roots by itself: an older one is not put over it. */
function trustStep({ root }: Standing, wanted: Wanted): OrFault<Step> | undefined {
  if (root === wanted.root) return undefined;
  const [there, ours] = [versionOf(root), versionOf(wanted.root)];
  if (there > ours && !wanted.replaceTrust)
    return {
      what: 'trust',
      changed: false,
      text: `it trusts root ${String(there)} already, which follows root ${String(ours)}: that stays`,
      commands: [],
    };
  if (there === ours && !wanted.replaceTrust)
    return fault('other-root', `it trusts another root ${String(there)} than the inventory's`, {
      hint: 'if the inventory is right, say --replace-trust',
    });
  const text = `trusted root ${String(ours)} put into ${wanted.home}/agent/trust`;
  const commands = [putText(`${wanted.home}/agent/trust/root`, '600', wanted.root)];
  return { what: 'trust', changed: true, text, commands };
}

function versionOf(root: string): number {
  const read = readRoot(root);
  return read.ok ? read.value.value.version : 0;
}

function secretSteps({ secretHashes }: Standing, wanted: Wanted): readonly Step[] {
  return wanted.settings.secrets.flatMap(({ path, secret }, index) => {
    const text = wanted.secrets[index] ?? '';
    if (secretHashes[index] === sha256(`${text}\n`)) return [];
    const said = `secret ${secret} put into ${path}`;
    return [{ what: 'secret', changed: true, text: said, commands: [putSecret(path, text)] }];
  });
}

function settingsStep(standing: Standing, wanted: Wanted): OrFault<Step> | undefined {
  const { agent, text } = wanted.settings;
  const hash = sha256(text);
  const note = putText(`${wanted.home}/agent/settings.installed`, '600', `${hash}\n`);
  if (standing.settings === text) {
    if (standing.settingsPut === hash) return undefined;
    return { what: 'settings', changed: true, text: `${agent.settings} noted`, commands: [note] };
  }
  const edited = standing.settings !== '' && sha256(standing.settings) !== standing.settingsPut;
  if (edited && !wanted.replaceSettings)
    return fault('edited', editedText(agent.settings, standing.settings, text), {
      hint: 'bring it into the inventory, or say --replace-settings; nothing was changed on this device',
    });
  const said = `settings ${agent.settings} ${standing.settings === '' ? 'written' : 'replaced'}`;
  const commands = [putText(agent.settings, '600', text), note];
  return { what: 'settings', changed: true, text: said, commands };
}

function editedText(file: string, there: string, ours: string): string {
  const [left, right] = [there.split('\n'), ours.split('\n')];
  const gone = left.filter((line) => !right.includes(line)).map((line) => `\n  - ${line}`);
  const come = right.filter((line) => !left.includes(line)).map((line) => `\n  + ${line}`);
  const lines = [...gone, ...come].join('');
  return `${file} was changed by hand (- there, + as the inventory has it):${lines === '' ? ' the same lines, in another order' : lines}`;
}

function crontabStep(standing: Standing, wanted: Wanted): OrFault<Step> | undefined {
  const { home, settings } = wanted;
  const entry = { home, settings: settings.agent.settings, reboot: standing.reboot };
  if (standing.cron === 'none')
    return fault(
      'no-cron',
      'it has neither `crontab` nor busybox’s crond: nobody would start the agent',
      {
        hint: `install a cron there; its line would be \`${entryLines(entry)[1] ?? ''}\``,
      },
    );
  const text = withEntry(standing.crontab, entry);
  if (text === standing.crontab) return undefined;
  const end = `END-OF-${sha256(text).slice(0, 16)}`;
  const when = standing.reboot ? 'each minute, and at each start' : 'each minute';
  return {
    what: 'crontab',
    changed: true,
    text: `crontab of ${standing.user}: ${when}`,
    commands: [
      `put_find_cron ${quote(settings.agent.crontabs ?? '')}\nput_crontab ${sha256(text)} <<'${end}'\n${text}${end}`,
    ],
  };
}
