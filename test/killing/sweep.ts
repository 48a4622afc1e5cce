/**
 * One terminal, upgraded once under the tracer, and then again and again from what stood on its disc before a call.
 *
 * Rule 1: after the next run of cron it is wholly old or wholly new, its service with it; nothing is at work any more,
 *         nothing lies about; and the server has been told. One run more, and it has the newest version that works.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Platform, Ran, Stand } from './terminal.ts';
import { Terminal } from './terminal.ts';
import { callsIn, type Call } from './tracer.ts';

/** Everything ends, as the power does; or the agent's processes only, and its guard and the service go on; or the power ends
 *  in the switch, and again while that is settled. */
export type Cut = 'power' | 'agent' | 'twice';
const cuts: Readonly<Record<Cut, string>> = {
  power: 'the power is cut',
  agent: 'the agent is killed',
  twice: 'the power is cut twice',
};

export interface Way {
  readonly platform: Platform;
  readonly cut: Cut;
  /** 2.0 does not come up: it goes back. */
  readonly ill: boolean;
}

export const nameOf = ({ platform, cut, ill }: Way): string =>
  `${platform.name}, ${cuts[cut]}, ${ill ? 'it goes back' : 'it commits'}`;

/** What may lie in the kit's and the agent's home when nothing is at work. */
const known: readonly RegExp[] = [
  /^(\.|tx|kit|cache|agent|agent\/(trust|outbox|tx))$/,
  /^(agent\/)?lock\.\d+$/,
  /^current$/,
  /^kit\/[0-9a-f]{64}\.(sh|proven)$/,
  /^cache\/[0-9a-f]{64}$/,
  /^tx\/self-[\d-]+(\/(state|old|new|made|services|strayed|helpers|said|guard\.log))?$/,
  /^agent\/(log|program\.sh|failed|failure|passed|reported|settled|said|said\.end|limit|new|work)$/,
  /^agent\/(trust|outbox|new|work)\/[^/]+$/,
  /^agent\/new\/\d+\/[^/]+$/,
];

/** Of no look at the disc a copy is kept. */
const none = '1/1';

export class Sweep {
  readonly way: Way;
  readonly terminal: Terminal;
  calls: readonly Call[] = [];
  readonly ends = new Map<string, number>();
  /** What the recorded run began with; nothing: the factory's. */
  #from: string | undefined;
  #old: Stand | undefined;
  #new: Stand | undefined;

  private constructor(way: Way, terminal: Terminal) {
    this.way = way;
    this.terminal = terminal;
  }

  /** Once through, unharmed: what the calls are, and how the old and the new stand. */
  static async record(way: Way, every = none): Promise<Sweep> {
    const sweep = new Sweep(way, await Terminal.install(way.platform, way.ill));
    try {
      await (way.cut === 'twice' ? sweep.#recordTwice(every) : sweep.#recordOnce(every));
      return sweep;
    } catch (error) {
      await sweep.end();
      throw error;
    }
  }

  async #recordOnce(every: string): Promise<void> {
    await this.terminal.powerOn();
    this.#old = this.terminal.stand();
    this.#new = await this.#record(this.way.ill ? 'ended 3' : 'ended 0', every);
  }
  /** What is recorded is the second run, after a first that was ended in the middle of the switch: its data are new, and the
   *  service is stopped. */
  async #recordTwice(every: string): Promise<void> {
    await this.#recordOnce(none);
    await this.terminal.powerOn();
    const traced = await this.terminal.traced({ endBefore: /^rename.*\/current\.cutover-new/ });
    await traced.end();
    this.#from = this.terminal.keep('middle');
    await this.terminal.powerOn(this.#from);
    await this.#record('ended 3', every);
  }

  /** One run, of which each call counts: gives how the device stands then. */
  async #record(verdict: string, every: string): Promise<Stand> {
    const { terminal } = this;
    const calls = join(terminal.folder, 'calls');
    rmSync(this.#images, { recursive: true, force: true });
    mkdirSync(this.#images);
    const images = this.way.cut === 'agent' ? {} : { images: this.#images, every };
    const traced = await terminal.traced({ calls, leave: this.#left, ...images });
    if (traced.verdict !== verdict)
      throw new Error(`${traced.verdict}\n${traced.said()}\n${terminal.read('home/agent/log')}`);
    const stand = terminal.stand();
    await traced.end();
    this.calls = callsIn(calls);
    return stand;
  }
  /** For each look of the disc its first call. */
  get moments(): readonly Call[] {
    const seen = new Set<number>();
    return this.calls.filter(({ image }) => !seen.has(image) && seen.add(image).size > 0);
  }
  get #images(): string {
    return join(this.terminal.folder, 'images');
  }
  get #left(): readonly string[] {
    return this.way.cut === 'agent' ? [' deadman ', '/init.d/terminald'] : [];
  }

  /** Ends it before that call, and goes on as cron would: gives what is wrong then. */
  async at(moment: Call): Promise<readonly string[]> {
    const isAgent = this.way.cut === 'agent';
    const end = await (isAgent ? this.#killAgent(moment) : this.#cutPower(moment));
    const wrong = await this.#goOn(`${String(moment.no)}, ${moment.what}`);
    await end();
    return wrong;
  }
  /** The same for the power, before the first call of that form. */
  async before(form: RegExp): Promise<readonly string[]> {
    await this.terminal.powerOn(this.#from);
    const traced = await this.terminal.traced({ endBefore: form });
    await traced.end();
    await this.terminal.powerOn(this.terminal.keep('cut'));
    const missed = traced.verdict.startsWith('killed') ? [] : [`not killed: ${traced.verdict}`];
    return [...missed, ...(await this.#goOn(form.source))];
  }

  async #goOn(call: string): Promise<readonly string[]> {
    const wrong: string[] = [];
    const first = await this.terminal.run();
    const stand = await this.#judge(first, wrong);
    // Nothing else can have sent it back.
    if (stand === 'old' && !this.way.ill && !/\nreason interrupted\n/.test(this.terminal.result()))
      wrong.push('it is not told as interrupted');
    const second = await this.terminal.run();
    const last = await this.#judge(second, wrong);
    if (last !== (this.way.ill ? 'old' : 'new')) wrong.push(`another run makes it ${last}`);
    if (!this.#isTold()) wrong.push('no result on the server');
    this.ends.set(stand, (this.ends.get(stand) ?? 0) + 1);
    if (wrong.length === 0) return [];
    return [
      `before call ${call}: ${wrong.join('; ')}`,
      ...[first, second].map(({ status, said }) => `run: ${String(status)} ${said}`),
      this.terminal.read('home/agent/log'),
      this.terminal.result(),
    ];
  }

  async #cutPower({ image }: Call): Promise<() => Promise<void>> {
    await this.terminal.powerOn(join(this.#images, String(image)));
    return () => Promise.resolve();
  }
  async #killAgent({ no }: Call): Promise<() => Promise<void>> {
    await this.terminal.powerOn();
    const traced = await this.terminal.traced({ endBefore: no, leave: this.#left });
    return () => traced.end();
  }

  async #judge({ status }: Ran, wrong: string[]): Promise<string> {
    // It is content, or it went back, or its release was not staged.
    const fits = status === 0 || status === 3 || (status === 2 && this.#outcome() === 'not-staged');
    if (!fits) wrong.push(`a run ended with ${String(status)}`);
    const { terminal } = this;
    const stand = terminal.stand();
    const found = this.#nameOf(stand);
    if (found === 'mixed') wrong.push(`neither old nor new: ${this.#difference(stand)}`);
    const processes = await terminal.processes();
    if (processes.length > 0) wrong.push(`at work: ${processes.join(', ')}`);
    this.#lookAbout(wrong);
    const installed = /\ninstalled (\S+)\n/.exec(terminal.result())?.[1];
    const version = found === 'new' && !this.way.ill ? '2.0' : '1.0';
    if (installed !== undefined && installed !== version) wrong.push(`told was ${installed}`);
    return found;
  }
  #nameOf(stand: Stand): string {
    if (isDeepStrictEqual(stand, this.#old)) return 'old';
    return isDeepStrictEqual(stand, this.#new) ? 'new' : 'mixed';
  }
  #outcome(): string | undefined {
    return /^outcome (\S+)$/m.exec(this.terminal.result())?.[1];
  }
  #difference(stand: Stand): string {
    const lines = (of?: Stand): string[] => [
      `serves ${of?.serves ?? ''}`,
      ...Object.entries(of?.files ?? {}).map(([name, what]) => `${name}: ${what}`),
    ];
    const [old, fresh] = [new Set(lines(this.#old)), new Set(lines(this.#new))];
    const now = lines(stand);
    const notOld = now.filter((line) => !old.has(line));
    const gone = [...old].filter((line) => !now.includes(line));
    const notNew = now.filter((line) => !fresh.has(line));
    return `not old: ${notOld.join(' | ')}; gone of it: ${gone.join(' | ')}; not new: ${notNew.join(' | ')}`;
  }

  /** Locks are free, and nothing lies about that docs/agent.md and docs/device-kit.md don't know. */
  #lookAbout(wrong: string[]): void {
    // Links in it are not followed.
    const found = execFileSync('find', ['.', '-mindepth', '1', '-printf', '%P\\n'], {
      cwd: this.terminal.home,
      encoding: 'utf8',
    });
    const names = found.trimEnd().split('\n');
    for (const folder of ['', 'agent/']) {
      const locks = names.filter((name) => new RegExp(`^${folder}lock\\.\\d+$`).test(name));
      const last = locks.map((name) => Number(name.split('.').at(-1))).sort((a, b) => b - a)[0];
      const text =
        last === undefined ? '' : this.terminal.read(`home/${folder}lock.${String(last)}`);
      if (text !== '' && !text.endsWith('\nfree\n')) wrong.push(`${folder}lock is held: ${text}`);
    }
    // The newest transaction is swept by the next one at the latest.
    const current = `tx/${this.terminal.read('home/current').split(' ')[0] ?? ''}/`;
    const strange = names.filter(
      (name) => !name.startsWith(current) && !known.some((form) => form.test(name)),
    );
    if (strange.length > 0) wrong.push(`lies about: ${strange.join(', ')}`);
  }

  /** By a run after the cut; or by the one that was cut, if nothing waited any more. */
  #isTold(): boolean {
    if (this.#outcome() !== undefined) return true;
    const waits = readdirSync(join(this.terminal.home, 'agent/outbox')).length > 0;
    return !waits && /^(committed|reverted) /.test(this.terminal.read('home/agent/reported'));
  }

  async end(): Promise<void> {
    await this.terminal.end();
  }
}
