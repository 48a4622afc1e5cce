/**
 * The service of a simulated device: it answers HTTP on loopback with the version it belongs to.
 *
 *   service PORT DATA PIDFILE [ill]
 *
 * Rule 1: it is up when its pid file is there, and not before: `PID STARTTIME`, so that a stale one is known.
 * Rule 2: where its release migrates data it runs on its own schema only; it holds `DATA/state` open while it runs.
 * Rule 3: it lies in a release's package, alone: it imports nothing but Node.
 */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';

const [port = '', data = '', pidFile = '', health = 'well'] = process.argv.slice(2);
const release = dirname(import.meta.dirname);
const version = readFileSync(join(release, 'VERSION'), 'utf8').trim();

function requireOwnSchema(): void {
  if (!existsSync(join(release, 'bin/migrate'))) return;
  const own = version.split('.')[0];
  const found = readFileSync(join(data, 'schema'), 'utf8').trim();
  if (found === own) return;
  process.stderr.write(`the data has schema ${found}, version ${version} wants ${String(own)}\n`);
  process.exit(1);
}

/** Field 22 of proc(5)'s stat, counted from behind the name, which may hold anything. */
function startTime(): string {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

const server = createServer((request, response) => {
  const known = request.url === '/health';
  const well = health === 'well';
  response.writeHead(known ? (well ? 200 : 503) : 404, { 'content-type': 'text/plain' });
  response.end(known ? `${well ? 'ok' : 'ill'} ${version}\n` : 'no such page\n');
});

function stop(): void {
  writeWhole(join(data, 'state'), 'closed\n');
  rmSync(pidFile, { force: true });
  process.stdout.write(`${version} stopped\n`);
  process.exit(0);
}

requireOwnSchema();
process.on('SIGTERM', stop);
server.listen(Number(port), '127.0.0.1', () => {
  writeWhole(join(data, 'state'), 'open\n');
  writeWhole(pidFile, `${String(process.pid)} ${startTime()}\n`);
  process.stdout.write(`${version} serves ${port}\n`);
});
