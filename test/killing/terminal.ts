/**
 * A terminal that pulls, small enough to be upgraded some thousand times: a service with an init script, data that an upgrade
 * changes, a release for it on a server. All that a power cut leaves is in `disc`.
 *
 * Rule 1: its boot id is a file, so that a start of the device is one; and the guard's drill lasts a tenth of its second.
 *         Nothing else of the agent's text is another.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { agentText } from '../../src/device/agent.ts';
import { compiled } from '../device/agent/pull-rig.ts';
import { VersionServer } from '../device/agent/server.ts';
import { endProcesses, processesGone, processesOf } from '../device/kit/rig.ts';
import { snapshot, type Snapshot } from '../device/kit/snapshot.ts';
import { initScript, oldRelease, packed, scriptText } from './terminal-texts.ts';
import { trace, type Traced, type Tracing } from './tracer.ts';

/** What a device stands on: its files, and which version its service started from. */
export interface Stand {
  readonly files: Snapshot;
  readonly serves: string;
}

/** The shell, and the PATH of what runs in it. */
export interface Platform {
  readonly name: string;
  readonly shell: string;
  readonly path: string;
}

export interface Ran {
  readonly status: number | null;
  readonly said: string;
}

export class Terminal {
  readonly folder = mkdtempSync(join(tmpdir(), 'cutover-killing-'));
  readonly disc = join(this.folder, 'disc');
  readonly home = join(this.disc, 'home');
  readonly server: VersionServer;
  readonly #platform: Platform;

  private constructor(platform: Platform, server: VersionServer) {
    this.#platform = platform;
    this.server = server;
  }

  /** As it comes from the factory, on 1.0; 2.0 is offered to it, which may be ill: then its service does not come up. */
  static async install(platform: Platform, ill: boolean): Promise<Terminal> {
    const accounts = { atm: { password: 'secret-word', writes: true } };
    const server = await new VersionServer().start({ accounts });
    const terminal = new Terminal(platform, server);
    terminal.#install();
    await terminal.#offer(ill);
    terminal.keep('factory');
    return terminal;
  }

  #path(name: string): string {
    return join(this.folder, name);
  }

  #install(): void {
    for (const name of ['bin', 'run', 'disc/home/agent/trust', 'disc/init.d', 'disc/root/etc'])
      mkdirSync(this.#path(name), { recursive: true });
    const boot = this.#path('boot_id');
    const text = agentText()
      .replace('/proc/sys/kernel/random/boot_id', boot)
      .replace('kit_drill() {\n  sleep 1\n', 'kit_drill() {\n  sleep 0.1\n');
    writeFileSync(this.#path('disc/agent.sh'), text);
    writeFileSync(boot, `${randomUUID()}\n`);
    symlinkSync(this.#platform.shell, this.#path('bin/sh'));
    writeFileSync(this.#path('disc/home/agent/trust/root'), this.server.root);
    writeFileSync(this.#path('disc/init.d/terminald'), initScript(this.folder), { mode: 0o755 });
    writeFileSync(this.#path('disc/password'), 'secret-word\n', { mode: 0o600 });
    writeFileSync(this.#path('disc/settings'), this.#settings(), { mode: 0o600 });
    oldRelease(this.#path('disc/root'));
  }
  #settings(): string {
    const server = `server ${this.server.url} user atm password-file ${this.disc}/password`;
    const params = `param root ${this.disc}/root\nparam daemon terminald`;
    return `name atm-0042\nscript terminal\nrelease core\nhome ${this.home}\nservices ${this.disc}/init.d\njitter 0\n${server}\n${params}\n`;
  }

  async #offer(ill: boolean): Promise<void> {
    const lay = (path: string, content: string | Buffer): string => {
      this.server.write(path, content);
      const hash = createHash('sha256').update(content).digest('hex');
      return `${String(content.length)} ${hash} ${path}`;
    };
    const line = `any ${lay('core/2.0/terminal.tar.gz', packed('2.0', ill))}`;
    const program = await compiled('2.0', line, scriptText);
    const offers = [
      'version 2.0\nchannel stable 100',
      `program terminal posix ${lay('core/2.0/terminal.posix.sh', program)}`,
      `package terminal terminal-package ${line} -\n`,
    ];
    this.server.publish({ offers: offers.join('\n') });
  }

  get #env(): NodeJS.ProcessEnv {
    return { PATH: `${this.#path('bin')}:${this.#platform.path}` };
  }
  get #run(): readonly [string, ...string[]] {
    return ['sh', join(this.disc, 'agent.sh'), 'run', '--settings', join(this.disc, 'settings')];
  }

  /** As cron starts it: in a session of its own. */
  async run(): Promise<Ran> {
    const [program, ...words] = this.#run;
    const child = spawn(program, words, {
      env: this.#env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (bytes: Buffer) => (said += bytes.toString()));
    return new Promise((resolve) => {
      // Not `close`: what it leaves running may hold its output.
      child.on('exit', (status) => {
        resolve({ status, said });
      });
    });
  }
  traced(
    how: Pick<Tracing, 'calls' | 'images' | 'every' | 'endBefore' | 'leave'>,
  ): Promise<Traced> {
    // Nobody reads them, or a run begins by making them anew.
    const names = ['log', 'said', 'said.end', 'limit', 'new'];
    const but = names.map((name) => `home/agent/${name}`);
    return trace({ command: this.#run, env: this.#env, watch: this.disc, but, ...how });
  }

  /** What is on its disc now, kept under that name: its path. */
  keep(name: string): string {
    const into = this.#path(name);
    rmSync(into, { recursive: true, force: true });
    execFileSync('cp', ['-a', this.disc, into]);
    return into;
  }

  /** Everything ends; what is in memory is gone. */
  async powerOff(): Promise<void> {
    endProcesses(this.folder);
    await processesGone(this.folder);
    rmSync(this.#path('run'), { recursive: true, force: true });
    mkdirSync(this.#path('run'));
    writeFileSync(this.#path('boot_id'), `${randomUUID()}\n`);
  }
  /** With this on its disc it starts, and its service with it, as far as that can be. */
  async powerOn(image = this.#path('factory')): Promise<void> {
    await this.powerOff();
    rmSync(this.disc, { recursive: true });
    execFileSync('cp', ['-a', image, this.disc]);
    rmSync(join(this.server.folder, 'results'), { recursive: true, force: true });
    this.#init('start');
  }
  #init(action: string): boolean {
    const script = join(this.disc, 'init.d/terminald');
    const how = { env: this.#env, stdio: 'ignore' } as const;
    return spawnSync('/usr/bin/setsid', ['-w', script, action], how).status === 0;
  }

  stand(): Stand {
    const serves = this.#path('run/serves');
    const runs = this.#init('status') && existsSync(serves);
    return {
      files: snapshot(join(this.disc, 'root')),
      serves: runs ? readFileSync(serves, 'utf8').trim() : 'nothing',
    };
  }
  /** Command lines of what runs here, but for the service's own process; what is just ending is waited for. */
  async processes(): Promise<readonly string[]> {
    for (let looks = 0; looks < 50 && this.#atWork().length > 0; looks += 1) await pause(100);
    return this.#atWork();
  }
  #atWork(): readonly string[] {
    return processesOf(this.folder)
      .map((pid) => spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }))
      .map(({ stdout }) => stdout.trim())
      .filter((line) => line !== '' && !line.startsWith('tail -f ') && !/tracer\.py/.test(line));
  }
  /** The result that lies on the server. */
  result(): string {
    const file = join(this.server.folder, 'results/atm-0042.result');
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }
  read(path: string): string {
    const file = join(this.disc, path);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  async end(): Promise<void> {
    await this.powerOff();
    await this.server.end();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
