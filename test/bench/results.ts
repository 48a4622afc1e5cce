/** What 5,000 devices say, by the built command, from real servers. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasProftpd, proftpd } from '../release/other-servers.ts';
import { resultText } from '../release/results/texts.ts';
import { hasVsftpd, vsftpd, type TestServer } from '../release/servers.ts';
import { count, type Measured } from './measure.ts';

const DEVICES = 5_000;
const MOST_MS = 60_000;

export async function resultTimes(): Promise<readonly Measured[]> {
  return [
    await measured('vsftpd', hasVsftpd, () => vsftpd(false)),
    await measured('vsftpd with TLS', hasVsftpd, () => vsftpd(true)),
    await measured('proftpd', hasProftpd, () => proftpd(false)),
  ];
}

async function measured(
  name: string,
  is: boolean,
  start: () => Promise<TestServer>,
): Promise<Measured> {
  const what = `release results, ${count(DEVICES)} devices on ${name}`;
  if (!is) return { what, value: 'skipped', beside: `it needs root and ${name}`, goal: '' };
  const server = await start();
  const folder = mkdtempSync(join(tmpdir(), 'cutover-bench-'));
  try {
    report(server);
    const { ms, mib } = resultsOf(folder, server);
    return {
      what,
      value: `${(ms / 1000).toFixed(1)} s`,
      beside: `${count((DEVICES * 1000) / ms)}/s, ${String(mib)} MiB resident`,
      goal: `at most ${String(MOST_MS / 1000)} s`,
      met: ms <= MOST_MS,
    };
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
}

function report({ root }: TestServer): void {
  const folder = join(root, 'pub/results');
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o777);
  const at = `${new Date().toISOString().slice(0, 19)}Z`;
  for (let number = 0; number < DEVICES; number += 1) {
    const device = `atm-${String(10_000 + number)}`;
    writeFileSync(join(folder, `${device}.result`), resultText({ device, at, installed: '3.0' }));
    writeFileSync(join(folder, `${device}.log`), 'log\n');
  }
}

/** Time and memory of the whole command, its start included. */
function resultsOf(folder: string, { access, ca }: TestServer): { ms: number; mib: number } {
  const [password, authority] = [join(folder, 'password'), join(folder, 'authority.pem')];
  writeFileSync(password, `${access.password ?? ''}\n`, { mode: 0o600 });
  writeFileSync(authority, ca ?? '');
  const login =
    access.user === undefined ? [] : ['--user', access.user, '--password-file', password];
  const words = ['dist/src/cli/main.js', 'release', 'results', '--to', access.url, ...login];
  const report = join(folder, 'resources.mjs');
  writeFileSync(
    report,
    "process.on('exit', () => process.stderr.write(`resident ${process.resourceUsage().maxRSS}\\n`));\n",
  );
  const begun = performance.now();
  const { stdout, stderr } = spawnSync(process.execPath, ['--import', report, ...words], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, ...(ca === undefined ? {} : { NODE_EXTRA_CA_CERTS: authority }) },
  });
  const ms = performance.now() - begun;
  if (!stdout.includes(`\n${String(DEVICES)} devices: ${String(DEVICES)} current\n`))
    throw new Error(`not all results were shown: ${stderr}`);
  return { ms, mib: Math.round(Number(/resident (\d+)/.exec(stderr)?.[1]) / 1024) };
}
