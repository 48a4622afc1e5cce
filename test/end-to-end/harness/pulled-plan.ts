/** A plan of one local device, and servers for it whose every byte a test can falsify; the command line reads from them. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VersionServer } from '../../device/agent/server.ts';
import type { Key } from '../../device/agent/signer.ts';
import { cutover } from './cutover.ts';
import type { Ended } from './cutover.ts';

const PLAN = `cutover 1

plan "To 3.0" {
  release "core" version: "3.0"
  linked "core" { "box" runs box }
}
`;
const SCRIPT = `cutover 1

script box "A box" {
  platform posix
  artifact package
  param root: path
  let next = "{root}/next"
  installed read-version "{root}/current/VERSION"
  prepared read-version "{next}/VERSION"
  check { disk-free root at-least: 1MiB }
  stage {
    fetch package within 1m as bundle
    unpack bundle into: next
  }
  switch { link "{root}/current" to: next }
  verify { disk-free root at-least: 1MiB }
}
`;

const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

/** The lines of version 3.0, with this package. */
export function offersOf(bundle: Buffer): string {
  const named = `${String(bundle.length)} ${sha256(bundle)} core/3.0/box.tar.gz`;
  return `version 3.0\nchannel stable 100\npackage box package any ${named} -\n`;
}

export class PulledPlan {
  readonly folder = mkdtempSync(join(tmpdir(), 'cutover-plan-'));

  constructor(root: string) {
    writeFileSync(join(this.folder, 'releases.root'), root);
    writeFileSync(join(this.folder, 'plan.cutover'), PLAN);
    writeFileSync(join(this.folder, 'box.cutover'), SCRIPT);
    mkdirSync(join(this.folder, 'old'));
    writeFileSync(join(this.folder, 'old/VERSION'), '2.0\n');
    symlinkSync('old', join(this.folder, 'current'));
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  /** `plan`, `run`, or `download`, with these servers. */
  async call(
    command: string,
    urls: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<Ended> {
    const { folder } = this;
    const device = `devices:\n  box:\n    transport: local\n    home: ${folder}/home\n    params: { root: ${folder} }\n`;
    const servers = urls.map((url) => `  - url: ${url}\n`).join('');
    const text = `cutover: 1\nservers:\n${servers}trust: releases.root\n${device}`;
    writeFileSync(join(folder, 'inventory.yaml'), text);
    const words = [command, 'plan.cutover', '-i', 'inventory.yaml', '--state', 'state'];
    return await cutover(folder, words, { environment });
  }

  end(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** With a sound package on it, not yet published. */
export async function sourceOf(keys: readonly Key[], bundle: Buffer): Promise<VersionServer> {
  const server = await new VersionServer(keys).start();
  server.write('core/3.0/box.tar.gz', bundle);
  return server;
}
