/**
 * `cutover agent install`: the agent, what it has to trust, its settings and its crontab lines, on devices of the inventory.
 *
 * Rule 1: all that is wrong in texts is said before any device is contacted.
 */
import { agentText } from '../device/agent.ts';
import type { Inventory, InventoryDevice } from '../inventory/model.ts';
import { openSecrets, type Secrets } from '../inventory/secrets.ts';
import { agentSettings, type AgentSettings } from '../planning/agent-settings.ts';
import { fault, isFault, type FaultValue, type OrFault } from '../protocol/fault.ts';
import { EXIT } from '../runtime/exit-code.ts';
import {
  devicesNamed,
  exitOf,
  jsonOf,
  tellDevice,
  withDevice,
  type Told,
} from './agent-devices.ts';
import { placeAgent, type Wanted } from './agent-place.ts';
import { removeAgent } from './agent-remove.ts';
import { sayDiagnostics } from './diagnostics.ts';
import { loadedInventory } from './load-inventory.ts';
import { loadScripts, type Loaded } from './load-scripts.ts';
import { readRootFile } from './root-file.ts';
import { data, say, sayFault } from './say.ts';
import { version } from './version.ts';

export interface InstallOptions {
  readonly inventory: string;
  readonly scripts?: readonly string[];
  readonly library?: string;
  readonly replaceSettings: boolean;
  readonly replaceTrust: boolean;
  readonly remove: boolean;
  readonly format: 'text' | 'json';
}

export async function agentInstall(
  names: readonly string[],
  options: InstallOptions,
): Promise<number> {
  const inventory = await loadedInventory(options.inventory);
  const devices = inventory && devicesNamed(inventory, names);
  if (inventory === undefined || devices === undefined) return EXIT.wrongInput;
  const work = options.remove ? removing(devices) : await installing(inventory, devices, options);
  if (work === undefined) return EXIT.wrongInput;
  const told: Told[] = [];
  for (const begin of work) {
    const one = await begin();
    told.push(one);
    if (options.format === 'text' || isFault(one.placed)) tellDevice(one);
  }
  if (options.format === 'json') data(jsonOf('agent-install', told));
  else if (!options.remove && told.some(hasChanged)) sayNext();
  return exitOf(told);
}

function hasChanged({ placed }: Told): boolean {
  return !isFault(placed) && placed.some(({ changed }) => changed);
}

type Work = readonly (() => Promise<Told>)[];

function removing(devices: readonly InventoryDevice[]): Work {
  return devices.map(
    (device) => () => withDevice(device, (placing) => removeAgent(placing, device)),
  );
}

/** Missing where something is wrong; what, has been said. */
async function installing(
  inventory: Inventory,
  devices: readonly InventoryDevice[],
  options: InstallOptions,
): Promise<Work | undefined> {
  if (options.scripts === undefined) {
    wrong(
      fault('no-scripts', 'which scripts the devices carry out is not said', {
        hint: 'name their files or folder with --scripts: they say which params there are, and which are secrets',
      }),
    );
    return;
  }
  const loaded = await loadScripts(options.scripts, options.library);
  if (sayDiagnostics(loaded.diagnostics) > 0) return undefined;
  const root = rootOf(inventory);
  const secrets = await secretsOf(inventory);
  const settings = settingsOf(inventory, devices, loaded, secrets);
  if (isFault(root)) {
    wrong(root);
    return;
  }
  if (settings === undefined) return undefined;
  const agent = { version: version(), text: agentText() };
  const { replaceSettings, replaceTrust } = options;
  const work = settings.map(([device, own]) => {
    const texts = textsOf(own, secrets);
    if (isFault(texts)) {
      wrong(texts);
      return;
    }
    const wanted: Wanted = {
      home: device.home,
      settings: own,
      secrets: texts,
      root,
      agent,
      replaceSettings,
      replaceTrust,
    };
    return () => withDevice(device, (placing) => placeAgent(placing, wanted));
  });
  return work.every((one) => one !== undefined) ? work : undefined;
}

function wrong({ fault: why }: FaultValue): undefined {
  sayFault(why);
  return undefined;
}

function rootOf({ trust, source }: Inventory): OrFault<string> {
  if (trust?.trust === 'root') return readRootFile(trust.file);
  const message =
    trust === undefined
      ? `${source.file} does not say whose releases a device trusts`
      : `${source.file} says \`trust: none\`, and an agent believes signed releases only`;
  return fault('no-trust', message, {
    hint: 'write `trust: FILE` beside `servers`: the root file that `cutover release init` made',
  });
}

async function secretsOf({ secrets }: Inventory): Promise<Secrets> {
  const opened = await openSecrets(secrets);
  return typeof opened === 'function' ? opened : () => opened;
}

function settingsOf(
  inventory: Inventory,
  devices: readonly InventoryDevice[],
  { scripts }: Loaded,
  secrets: Secrets,
): readonly (readonly [InventoryDevice, AgentSettings])[] | undefined {
  const hasSecret = (name: string): boolean => typeof secrets(name) === 'string';
  const all = devices.map((device) => {
    const made = agentSettings({ inventory, device, scripts, hasSecret });
    if ('settings' in made) return [device, made.settings] as const;
    sayDiagnostics(made.diagnostics);
    return undefined;
  });
  return all.every((each) => each !== undefined) ? all : undefined;
}

/** The texts that go into files; the agent takes none with a tab or a carriage return in it. */
function textsOf({ secrets }: AgentSettings, store: Secrets): OrFault<readonly string[]> {
  const texts: string[] = [];
  for (const { secret } of secrets) {
    const text = store(secret);
    if (typeof text !== 'string') return { fault: text };
    if (/[\t\r]/.test(text))
      return fault(
        'secret',
        `the secret ${secret} has a tab or a carriage return in it, which an agent does not take`,
      );
    texts.push(text);
  }
  return texts;
}

function sayNext(): void {
  say(
    'next: `cutover release publish FOLDER --channel …` offers a version to them; each looks for it within a minute',
  );
  say(
    'and tells its result to the version servers; on a device `sh HOME/agent/agent.sh status` says what its agent knows',
  );
}
