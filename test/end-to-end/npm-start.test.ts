/** `npm start`: the three acts on embedded parts, as a user sees them; and that nothing is left behind. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const program = resolve(import.meta.dirname, '../../dist/src/demo/main.js');

interface Shown {
  readonly code: number | null;
  readonly text: string;
  /** Where it all lay. */
  readonly folder: string;
}

/** Sends ^C as soon as it says so. */
async function start(interruptAt?: string): Promise<Shown> {
  // As if the build before it had taken an hour.
  const begun = String(Math.floor(Date.now() / 1000) - 3600);
  const env = { ...process.env, NO_COLOR: '1', CUTOVER_BEGUN: begun };
  const child = spawn(process.execPath, [program], { env });
  let text = '';
  let interrupted = false;
  child.stdout.on('data', (bytes: Buffer) => {
    text += bytes.toString();
    if (interrupted || interruptAt === undefined || !text.includes(interruptAt)) return;
    interrupted = true;
    child.kill('SIGINT');
  });
  child.stderr.on('data', (bytes: Buffer) => (text += bytes.toString()));
  const code = await new Promise<number | null>((resolve_) => child.on('close', resolve_));
  return { code, text, folder: folderIn(text) };
}

function folderIn(text: string): string {
  return /^In (.*)\/act-1:$/m.exec(text)?.[1] ?? '';
}

/** Each has been ended before the program itself ended, so nobody is waited for. */
function expectNothingLeft({ folder }: Shown): void {
  expect(folder).not.toBe('');
  expect(existsSync(folder)).toBe(false);
  expect(processesNaming(folder)).toEqual([]);
}

/** Whoever has the folder in its environment or its command line. */
function processesNaming(folder: string): readonly string[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return all.flatMap((pid) => {
    const command = textOf(`/proc/${pid}/cmdline`);
    const names = command.includes(folder) || textOf(`/proc/${pid}/environ`).includes(folder);
    return names ? [command.replaceAll('\0', ' ')] : [];
  });
}

/** Empty for one that has ended. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

test('A01 A03 A17 A19 B07 B09: 3.0 together, or 2.0 byte for byte, whoever dies', async () => {
  const shown = await start();
  expect(shown.code, shown.text).toBe(0);
  const table = shown.text.slice(shown.text.indexOf('What happened'));
  expect(table).toMatch(
    /^1 release 3\.0 +COMMITTED +0 +3\.0 +3\.0 +\d.* s +\d.* s +\d.* s +as it must$/m,
  );
  expect(table).toMatch(
    /^2 broken UMG package +REVERTED +3 +2\.0, same bytes +2\.0, same bytes .*as it must$/m,
  );
  expect(table).toMatch(
    /^3 controller killed +REVERTED +3 +2\.0, same bytes +2\.0, same bytes .*as it must$/m,
  );
  expect(table).toContain('`start` umg: umg did not start');
  // The build before it counts, too.
  expect(table).toMatch(/^3[6-9]\d\d seconds in all\.$/m);
  expectNothingLeft(shown);
});

test.each([
  ['in the middle of switching', 'SWITCHING'],
  ['while the end of an act is looked at', 'byte for byte as before'],
  ['while the devices of the next act start', '── Act 2'],
])('^C %s leaves no process and no file', async (_, words) => {
  const shown = await start(words);
  expect(shown.code, shown.text).toBe(130);
  expectNothingLeft(shown);
});

test('a reader who goes away (`npm start | head`) leaves no process and no file', async () => {
  const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'ignore'] });
  let text = '';
  for await (const bytes of child.stdout) {
    text += String(bytes);
    if (text.includes('$ cutover')) break;
  }
  const code = await new Promise<number | null>((resolve_) => child.on('close', resolve_));
  expectNothingLeft({ code, text, folder: folderIn(text) });
});
