/** A version server's folder as a publisher would have left it, with every part of it open to be falsified. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startFtpServer, type FtpServerOptions } from '../../../src/demo/ftp-server.ts';
import type { Listening } from '../../../src/demo/loopback.ts';
import { day, named, newKey, rootText, signed, type Key } from './signer.ts';

export interface Published {
  readonly counter?: number;
  readonly revision?: number;
  readonly release?: string;
  readonly expires?: string;
  readonly published?: string;
  /** The lines of the version information file from the first `version` on. */
  readonly offers?: string;
  /** More lines of the snapshot. */
  readonly others?: string;
}

export interface Metadata {
  readonly timestamp: string;
  readonly snapshot: string;
  readonly versions: string;
}

export class VersionServer {
  readonly folder = mkdtempSync(join(tmpdir(), 'cutover-agent-server-'));
  readonly asked: string[] = [];
  readonly keys: readonly Key[];
  #listening: Listening | undefined;

  constructor(keys: readonly Key[] = [newKey()]) {
    this.keys = keys;
  }

  get url(): string {
    return `ftp://127.0.0.1:${String(this.#listening?.port ?? 1)}`;
  }

  async start(options: Partial<FtpServerOptions> = {}): Promise<this> {
    const onCommand = (command: string): void => void this.asked.push(command);
    this.#listening = await startFtpServer({
      root: this.folder,
      anonymous: true,
      onCommand,
      ...options,
    });
    return this;
  }

  /** Nobody listens any more; the folder stays. */
  async stop(): Promise<void> {
    await this.#listening?.stop();
    this.#listening = undefined;
  }

  async end(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  write(path: string, content: string | Buffer): void {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }

  remove(path: string): void {
    rmSync(join(this.folder, path));
  }

  /** The root that devices are given. */
  get root(): string {
    return signed(rootText({ keys: this.keys }), 'root', this.keys);
  }

  publish(what: Published = {}): Metadata {
    const all = metadata(this.keys, what);
    const { counter = 7, revision = 4, release = 'core' } = what;
    this.write(`${release}/${String(revision)}.versions`, all.versions);
    this.write(`${String(counter)}.snapshot`, all.snapshot);
    this.write('timestamp', all.timestamp);
    return all;
  }
}

export function versionsText(what: Published): string {
  const { revision = 4, release = 'core', expires = day(90), published = day(-1) } = what;
  const offers = what.offers ?? 'version 3.0\nchannel stable 100\n';
  const head = `cutover-versions 1\nrelease ${release}\nrevision ${String(revision)}\n`;
  return `${head}published ${published}\nexpires ${expires}\n${offers}end\n`;
}
export function snapshotText(what: Published, versions: string): string {
  const { counter = 7, revision = 4, release = 'core', published = day(-1) } = what;
  const { expires = day(90), others = '' } = what;
  const line = `versions ${release} ${named(revision, versions)}\n`;
  return `cutover-snapshot 1\ncounter ${String(counter)}\npublished ${published}\nexpires ${expires}\n${others}${line}end\n`;
}
export function timestampText(what: Published, snapshot: string): string {
  const { counter = 7, published = day(-1), expires = day(7) } = what;
  return `cutover-timestamp 1\ncounter ${String(counter)}\npublished ${published}\nexpires ${expires}\nsnapshot ${named(counter, snapshot)}\nend\n`;
}

export function metadata(keys: readonly Key[], what: Published = {}): Metadata {
  const versions = signed(versionsText(what), 'targets', keys);
  const snapshot = signed(snapshotText(what, versions), 'snapshot', keys);
  const timestamp = signed(timestampText(what, snapshot), 'timestamp', keys);
  return { timestamp, snapshot, versions };
}
