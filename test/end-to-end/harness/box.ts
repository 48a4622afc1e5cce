/**
 * A device that is this machine, in a folder of its own: its script, an inventory with an agent for it, and the root of releases
 * that nobody has published yet.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { newReleaseKey } from '../../../src/demo/release-key.ts';
import { cutover, type Ended } from './cutover.ts';

const SCRIPT = `cutover 1

script box "A box" {
  platform posix
  artifact package
  param root: path
  param ports: list of integer = [80]
  param db-password: secret
  let live = "{root}/current"
  let next = "{root}/releases/{release.version}"
  installed read-version "{live}/VERSION"
  prepared read-version "{next}/VERSION"
  check { disk-free root at-least: 1MiB }
  stage {
    fetch package within 1m as bundle
    unpack bundle into: next within 1m
  }
  switch { link live to: next }
  verify {
    run "cat" input: db-password
    for port in ports {
      run "test" "{port}" "-gt" "0"
    }
  }
}
`;
export const PASSWORD = "it's $(secret) \\ %";

/** `more`: keys of the device's `agent`. */
export function inventoryText(folder: string, more = 'channel: stable'): string {
  return `cutover: 1
servers:
  - { url: "ftp://127.0.0.1:1/pub", user: atm, password: ftp, weight: 3 }
  - { url: "ftps://127.0.0.2/pub" }
trust: releases.root
secrets: { file: secrets.yaml }
defaults: { agent: { release: core, jitter: 7 } }
devices:
  box-01:
    transport: local
    home: ${folder}/home
    agent: { script: box, settings: ${folder}/etc/agent, crontabs: ${folder}/cron, ${more} }
    params: { root: ${folder}/opt, ports: ["8080", "8081"], db-password: db, colour: red }
`;
}

export class Box {
  readonly folder = mkdtempSync(join(tmpdir(), 'cutover-install-'));

  async open(): Promise<this> {
    for (const name of ['server', 'opt']) mkdirSync(this.at(name));
    const secrets = `ftp: 'only reading'\ndb: '${PASSWORD.replace("'", "''")}'\n`;
    writeFileSync(this.at('secrets.yaml'), secrets, { mode: 0o600 });
    writeFileSync(this.at('key'), newReleaseKey(), { mode: 0o600 });
    writeFileSync(this.at('box.cutover'), SCRIPT);
    writeFileSync(this.at('inventory.yaml'), inventoryText(this.folder));
    const words = ['--to', `file://${this.at('server')}`, '--key', 'key', '--out', 'releases.root'];
    expect((await this.call('release', 'init', ...words)).code).toBe(0);
    return this;
  }

  at(name: string): string {
    return join(this.folder, name);
  }
  read(name: string): string {
    return readFileSync(this.at(name), 'utf8');
  }
  write(name: string, text: string): void {
    writeFileSync(this.at(name), text);
  }
  call(...words: readonly string[]): Promise<Ended> {
    return cutover(this.folder, words);
  }
  install(...more: readonly string[]): Promise<Ended> {
    return this.call('agent', 'install', 'box-*', '-i', 'inventory.yaml', ...more);
  }
  /** It must succeed. */
  async installed(...more: readonly string[]): Promise<Ended> {
    const ended = await this.install('--scripts', 'box.cutover', ...more);
    expect(ended.code, ended.stderr).toBe(0);
    return ended;
  }

  end(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
