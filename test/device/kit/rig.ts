/**
 * A device in a folder: the kit's home, a root to change, init scripts with a real process behind each.
 */
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { kit, kitHash, quoted, Session, type Reply } from './session.ts';
import { dash, type ShellKind } from './shells.ts';

const library = new URL('../../../primitives/', import.meta.url);

export const platform = readFileSync(new URL('posix.sh', library), 'utf8');
/** Every primitive's folder, `primitives/FAMILY/NAME`, by its name. */
export const folders: ReadonlyMap<string, string> = new Map(
  readdirSync(library, { withFileTypes: true })
    .filter((family) => family.isDirectory())
    .flatMap((family) =>
      readdirSync(new URL(`${family.name}/`, library)).map(
        (name) => [name, `primitives/${family.name}/${name}`] as const,
      ),
    ),
);
/** Every primitive's binding, by its name. */
export const bindings: ReadonlyMap<string, string> = new Map(
  [...folders].map(([name, folder]) => [
    name,
    readFileSync(new URL(`../${folder}/posix.sh`, library), 'utf8'),
  ]),
);

export interface Whose {
  readonly tx: string;
  readonly epoch: number;
  readonly controller: string;
}
const first: Whose = { tx: 'tx-1', epoch: 1, controller: 'c1' };

export class Rig {
  readonly folder: string;
  readonly home: string;
  readonly root: string;
  readonly services: string;
  readonly shell: ShellKind;
  readonly env: Readonly<Record<string, string>>;
  readonly #sessions: Session[] = [];

  constructor(shell: ShellKind = dash, env: Readonly<Record<string, string>> = {}) {
    this.folder = mkdtempSync(join(tmpdir(), 'cutover-kit-'));
    this.shell = shell;
    this.env = env;
    this.home = join(this.folder, 'home');
    const name = 'ro\'ot $(touch pwned) "x" *';
    this.root = join(this.folder, shell.asciiOnly === true ? name : name.replace('x', 'é'));
    this.services = join(this.folder, 'init.d');
    for (const folder of [this.root, this.services, join(this.home, 'kit')])
      mkdirSync(folder, { recursive: true });
    writeFileSync(join(this.home, 'kit', `${kitHash}.sh`), kit);
  }

  get program(): string {
    return join(this.home, 'kit', `${kitHash}.sh`);
  }

  /** A file of the transaction, as the kit left it. */
  read(path: string, tx = first.tx): string {
    return readFileSync(join(this.home, 'tx', tx, path), 'utf8');
  }

  /** The state that the disc says, by the rule in docs/device-kit.md. */
  state(tx = first.tx): string {
    const lines = this.read('state', tx)
      .split('\n')
      .filter((line) => line.endsWith(' .'));
    return lines.at(-1)?.split(' ')[0] ?? 'idle';
  }

  async session(): Promise<Session> {
    const session = new Session({ home: this.home, shell: this.shell, env: this.env });
    this.#sessions.push(session);
    await session.until(/ hello kit=/);
    return session;
  }

  /** What the init scripts left running. */
  #endServices(): void {
    const pids = readdirSync(this.folder).filter((name) => name.endsWith('.pid'));
    for (const name of pids) endProcess(Number(readFileSync(join(this.folder, name), 'utf8')));
  }

  async end(): Promise<void> {
    for (const session of this.#sessions) await session.kill();
    endProcesses(this.folder);
    this.#endServices();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Ends what still runs with our folder in its command line: guards with their group, all else by its id. */
export function endProcesses(folder: string): void {
  for (const pid of processesOf(folder)) {
    const leads = commandLine(String(pid)).includes('\0deadman\0');
    endProcess(leads ? -pid : pid);
  }
}

function endProcess(pid: number): void {
  // 0 is our own group, and an empty file is 0.
  if (pid === 0) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

export function processesOf(words: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => commandLine(name).includes(words))
    .map(Number);
}

/** Resolves when none is left: a killed one is gone a moment after its signal. */
export async function processesGone(words: string): Promise<void> {
  while (processesOf(words).length > 0) await pause(20);
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

export interface OrderOptions {
  readonly whose?: Whose;
  readonly lease?: number;
  readonly body?: string;
}

/** The request of one order, as docs/device-kit.md spells it. */
export function order(name: string, reply: string, options: OrderOptions = {}): string {
  const { tx, epoch, controller } = options.whose ?? first;
  const lease = options.lease === undefined ? '' : ` ${String(options.lease)}`;
  const head = `kit_request SEQ ${name} ${tx} ${String(epoch)} ${controller} op@host 2026-11-22T00:00:00Z${lease}`;
  const body = options.body ?? ':';
  return `{ ${head} && {\n${body}\n}; kit_reply ${reply}; }`;
}

export interface StepOptions {
  readonly no: number;
  readonly way?: string | readonly string[];
  readonly gives?: boolean;
  readonly tries?: number;
  readonly every?: number;
  readonly within?: number;
  readonly rest?: readonly string[];
  /** Other primitives whose bindings it needs. */
  readonly also?: readonly string[];
}

/** `kit_way …` and `kit_step …` for one step. */
export function step(
  primitive: string,
  params: Readonly<Record<string, string>>,
  options: StepOptions,
): string {
  const ways = [options.way ?? []].flat().map((way) => `kit_way ${way}\n`);
  const pairs = Object.entries(params).flatMap(([name, value]) => [name, quoted(value)]);
  const rest = options.rest === undefined ? [] : ['--', ...options.rest.map(quoted)];
  const numbers = [
    options.no,
    primitive,
    options.gives === true ? 1 : 0,
    options.tries ?? 1,
    options.every ?? 0,
    options.within ?? 60,
  ];
  return `${ways.join('')}kit_step ${[...numbers, ...pairs, ...rest].join(' ')}`;
}

/** The bindings that a body's steps need, and the device's settings. */
export function setUp(
  rig: Rig,
  names: readonly string[],
  extra: Readonly<Record<string, string>> = {},
): string {
  const texts = names.map((name) => [name, bindings.get(name) ?? ''] as const);
  const all = [['platform', platform] as const, ...texts, ...Object.entries(extra)];
  return [
    ...all.map(([name, text]) => `kit_binding ${name} ${quoted(text)}`),
    `kit_setting services ${quoted(rig.services)}`,
  ].join('\n');
}

/** Fails with the whole conversation if the answer is another word. */
export function mustBe(reply: Reply, word: string): Reply {
  if (reply.word !== word) throw new Error(`wanted ${word}:\n${reply.text}`);
  return reply;
}
