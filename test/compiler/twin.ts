/**
 * One device folder, upgraded twice from the same beginning: by the interpreter over a local session, and by the
 * compiled program. Both are told in the same words, so that they can be compared.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile } from '../../src/compiler/compile.ts';
import { installDevice } from '../../src/demo/device/install.ts';
import { layoutOf, type DeviceKind, type DeviceLayout } from '../../src/demo/device/layout.ts';
import { endProcessesOf, markOf } from '../../src/demo/device/processes.ts';
import type { DemoRelease } from '../../src/demo/device/release-files.ts';
import { freePort } from '../../src/demo/loopback.ts';
import { packRelease } from '../../src/demo/package.ts';
import { joinedText } from '../../src/device/agent.ts';
import type { CheckedScript, Datum, Library } from '../../src/language/checked.ts';
import { snapshot, type Snapshot } from '../device/kit/snapshot.ts';
import { endProcesses } from '../device/kit/rig.ts';

export interface Told {
  /** `NO PRIMITIVE RESULT`, in the order in which they happened. */
  readonly effects: readonly string[];
  readonly outcome: string;
  readonly reason: string;
  readonly line: string;
  readonly why: string;
  /** Everything in the device's folder but the kit's own and what a service writes about itself. */
  readonly files: Snapshot;
  readonly running: boolean;
  readonly fingerprints: readonly string[];
}

const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');

export class Twin {
  readonly folder = mkdtempSync(join(tmpdir(), "cutover it's twin-"));
  readonly kind: DeviceKind;
  readonly packages: string;
  readonly settings: string;
  readonly agent: string;
  port = 0;

  constructor(kind: DeviceKind) {
    this.kind = kind;
    this.packages = join(this.folder, 'packages');
    this.settings = join(this.folder, 'settings');
    this.agent = join(this.folder, 'agent.sh');
  }

  get device(): string {
    return join(this.folder, 'device');
  }
  get layout(): DeviceLayout {
    return layoutOf(this.device, this.kind);
  }
  /** In the environment of all that runs on the device. */
  get mark(): Readonly<Record<string, string>> {
    return { ...markOf(this.device), LC_ALL: 'C' };
  }
  get env(): NodeJS.ProcessEnv {
    return { ...process.env, ...this.mark };
  }

  /** The device as it comes from the factory, with its service running or not. */
  async fresh(version = '2.0', started = true): Promise<void> {
    await this.powerOff();
    rmSync(this.device, { recursive: true, force: true });
    if (this.port === 0) this.port = await freePort();
    installDevice(this.device, { kind: this.kind, version, port: this.port });
    mkdirSync(join(this.layout.home, 'cache'), { recursive: true });
    if (existsSync(this.packages)) this.#fillCache();
    if (started) this.init('start');
  }

  #fillCache(): void {
    for (const name of readdirSync(this.packages)) {
      const file = join(this.packages, name);
      cpSync(file, join(this.layout.home, 'cache', sha256(readFileSync(file))));
    }
  }

  init(action: string): boolean {
    try {
      execFileSync(join(this.layout.services, this.kind), [action], {
        env: this.env,
        stdio: 'ignore',
      });
      return true;
    } catch {
      return false;
    }
  }

  async powerOff(): Promise<void> {
    await endProcessesOf(this.device);
    endProcesses(this.folder);
  }

  async end(): Promise<void> {
    await this.powerOff();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A package of the release, and the line that says so. */
  pack(release: DemoRelease): string {
    rmSync(this.packages, { recursive: true, force: true });
    const name = packRelease(this.packages, release);
    const bytes = readFileSync(join(this.packages, name));
    return `any ${String(bytes.length)} ${sha256(bytes)} core/${release.version}/${name}`;
  }

  params(more: Readonly<Record<string, Datum>> = {}): Readonly<Record<string, Datum>> {
    return { root: this.layout.root, daemon: this.kind, port: this.port, ...more };
  }

  /** The joined text and its settings, as they lie on the device. */
  writeAgent(input: Upgrade): void {
    const { script, library, artifacts } = input;
    const program = compile({
      script,
      library,
      platform: 'posix',
      release: { name: 'core', version: input.version },
      artifacts,
      sha256,
    });
    writeFileSync(this.agent, joinedText(program));
    const params = Object.entries(input.params).flatMap(([name, value]) =>
      (Array.isArray(value) ? (value as readonly Datum[]) : [value]).map(
        (item) => `param ${name} ${String(item)}`,
      ),
    );
    const secrets = Object.entries(input.secrets).map(([name, text]) => {
      const file = join(this.folder, `secret-${name}`);
      writeFileSync(file, `${text}\n`, { mode: 0o600 });
      return `secret ${name} ${file}`;
    });
    const own = [
      'name twin-01',
      `script ${script.name}`,
      'release core',
      `packages ${this.packages}`,
      `home ${this.layout.home}`,
      `services ${this.layout.services}`,
    ];
    writeFileSync(this.settings, [...own, ...params, ...secrets, ''].join('\n'), { mode: 0o600 });
  }

  look(): Pick<Told, 'files' | 'running'> {
    const own = /^(var|run|opt\/[^/]+\/log)(\/|$)|\.cutover-/;
    const all = Object.entries(snapshot(this.device)).filter(([name]) => !own.test(name));
    return { files: Object.fromEntries(all), running: this.init('status') };
  }

  fingerprints(transaction: string): readonly string[] {
    return ['old', 'new'].map((name) => {
      const file = join(this.layout.home, 'tx', transaction, name);
      return existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
    });
  }
}

/** What both are told to do. */
export interface Upgrade {
  readonly script: CheckedScript;
  readonly library: Library;
  readonly version: string;
  readonly artifacts: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, Datum>>;
  readonly secrets: Readonly<Record<string, string>>;
}
