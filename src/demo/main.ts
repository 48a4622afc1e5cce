/**
 * `npm start`: the main job on two simulated devices and a version server, with nothing else installed.
 *
 *   main [--keep]      --keep leaves the folder where it is, for a look
 *
 * Rule 1: whatever happens, ^C too, every process that came of it is ended, and the folder is gone.
 * Rule 2: so once the end has begun nothing is started any more, wherever the story stands.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { endProcessesOf } from './device/processes.ts';
import { startFtpServer } from './ftp-server.ts';
import { newKeyPair } from './ssh-server.ts';
import { actOne, actThree, actTwo } from './story/acts.ts';
import type { Ending } from './story/acts.ts';
import { endingTable } from './story/ending-table.ts';
import { accounts } from './story/surroundings.ts';
import type { Stage } from './story/surroundings.ts';
import { makeVoice } from './story/voice.ts';

/** In seconds; with the build, where that came first (package.json). */
const begun = Number(process.env['CUTOVER_BEGUN'] ?? Date.now() / 1000);
const keep = process.argv.slice(2).includes('--keep');
const voice = makeVoice(process.stdout);
const folder = mkdtempSync(join(tmpdir(), 'cutover-demo-'));
const ends: (() => Promise<void>)[] = [];
let leaving: Promise<void> | undefined;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    void leave().then(() => process.exit(130));
  });

// Whoever read what we print has gone (`npm start | head`).
process.stdout.on('error', () => {
  void leave().then(() => process.exit(1));
});

try {
  const endings = await play(await setStage());
  voice.heading('What happened');
  for (const line of endingTable(endings)) voice.tell(line);
  voice.tell(`\n${(Date.now() / 1000 - begun).toFixed(0)} seconds in all.`);
  process.exitCode = endings.every(({ asItMust }) => asItMust) ? 0 : 1;
} catch (error) {
  // What ^C cut short is no news.
  if (leaving === undefined) voice.tell(`\nThe story ends here: ${reasonOf(error)}`);
  process.exitCode = 1;
} finally {
  await leave();
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function setStage(): Promise<Stage> {
  const root = join(folder, 'version-server');
  mkdirSync(root);
  const ftp = await startFtpServer({ root, accounts, onCommand: tellFetch });
  ends.push(ftp.stop);
  return {
    folder,
    keys: newKeyPair(),
    ftpPort: ftp.port,
    scripts: scriptsFolder(),
    owns: (end) => ends.push(end),
    goOn,
  };
}

async function play(stage: Stage): Promise<readonly Ending[]> {
  return [await actOne(stage, voice), await actTwo(stage, voice), await actThree(stage, voice)];
}

/** Packages don't go through the controller: the devices fetch them. */
function tellFetch(command: string, user: string): void {
  if (user === 'device' && /^RETR .*\.tar\.gz$/.test(command))
    voice.output(`version server: a device fetches ${command.slice('RETR '.length)}`);
}

/** From the sources as well as from `dist`. */
function scriptsFolder(): string {
  const above = import.meta.dirname.includes('/dist/') ? '../../..' : '../..';
  return resolve(import.meta.dirname, above, 'scripts');
}

function goOn(): void {
  if (leaving !== undefined) throw new Error('the story has been ended');
}

/** Once, however often it is asked for. */
function leave(): Promise<void> {
  leaving ??= endAll();
  return leaving;
}

async function endAll(): Promise<void> {
  await endProcessesOf(folder);
  await Promise.all(ends.map((end) => end()));
  if (keep) voice.tell(`\nEverything is still in ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
}
