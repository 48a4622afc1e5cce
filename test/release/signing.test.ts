/** Signatures in OpenSSH's format: ours hold for ssh-keygen and OpenSSL, theirs hold for us. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isFault } from '../../src/protocol/fault.ts';
import type { OrFault } from '../../src/protocol/fault.ts';
import type { Role } from '../../src/release/model.ts';
import { ROLES } from '../../src/release/model.ts';
import { agentSigners } from '../../src/release/signing/agent.ts';
import { readPublicLine } from '../../src/release/signing/public-key.ts';
import { fileSigner } from '../../src/release/signing/signer.ts';
import type { Signer } from '../../src/release/signing/signer.ts';
import { signatureHolds, toBeSigned } from '../../src/release/signing/sshsig.ts';

const TEXT = 'cutover-timestamp 1\ncounter 7\nend\n';
let folder: string;
const at = (name: string) => join(folder, name);
const run = (command: string, ...args: readonly string[]) =>
  execFileSync(command, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] }).toString();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-signing-'));
  run('ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', 'a comment', '-f', 'key');
  run('ssh-keygen', '-q', '-t', 'ed25519', '-N', 'geheim', '-f', 'locked');
  run('ssh-keygen', '-q', '-t', 'ecdsa', '-N', '', '-f', 'ecdsa');
  run('openssl', 'genpkey', '-algorithm', 'ed25519', '-out', 'pem');
  run(
    'openssl',
    'genpkey',
    '-algorithm',
    'ed25519',
    '-aes256',
    '-pass',
    'pass:x',
    '-out',
    'pem-locked',
  );
  run('openssl', 'genpkey', '-algorithm', 'x25519', '-out', 'x25519');
  writeFileSync(at('text'), TEXT);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function given<T>(found: OrFault<T>): T {
  if (isFault(found)) throw new Error(found.fault.message);
  return found;
}

const keyAt = (name: string): Signer => given(fileSigner(at(name)));

async function signature(signer: Signer, role: Role, text = TEXT): Promise<Buffer> {
  return given(await signer.sign(text, role)).bytes;
}

const blobOf = ({ key }: Signer) => Buffer.from(key.blob, 'base64');

/** As ssh-keygen wants it. */
function armoured(bytes: Buffer): string {
  const lines = bytes.toString('base64').replace(/.{70}/g, '$&\n');
  return `-----BEGIN SSH SIGNATURE-----\n${lines}\n-----END SSH SIGNATURE-----\n`;
}

function sshVerifies(signer: Signer, role: Role, bytes: Buffer, text = TEXT): boolean {
  writeFileSync(at('signers'), `publisher ssh-ed25519 ${signer.key.blob}\n`);
  writeFileSync(at('sig'), armoured(bytes));
  const words = [
    '-Y',
    'verify',
    '-f',
    'signers',
    '-I',
    'publisher',
    '-n',
    `cutover-${role}`,
    '-s',
    'sig',
  ];
  return spawnSync('ssh-keygen', words, { cwd: folder, input: text }).status === 0;
}

describe.each(['key', 'pem'])('a key in the file `%s`', (name) => {
  test.each(ROLES)('ssh-keygen verifies what we sign for %s', async (role) => {
    const signer = keyAt(name);
    const bytes = await signature(signer, role);
    expect(sshVerifies(signer, role, bytes)).toBe(true);
    expect(sshVerifies(signer, role, bytes, `${TEXT}x`)).toBe(false);
    expect(sshVerifies(signer, role === 'root' ? 'targets' : 'root', bytes)).toBe(false);
  });

  test('openssl verifies it on the text put together again', async () => {
    const signer = keyAt(name);
    const bytes = await signature(signer, 'targets');
    writeFileSync(at('raw'), bytes.subarray(-64));
    writeFileSync(at('signed'), toBeSigned(TEXT, 'targets'));
    const der = Buffer.concat([
      Buffer.from('302a300506032b6570032100', 'hex'),
      blobOf(signer).subarray(-32),
    ]);
    writeFileSync(at('public.der'), der);
    const words = [
      '-verify',
      '-pubin',
      '-keyform',
      'DER',
      '-inkey',
      'public.der',
      '-rawin',
      '-in',
      'signed',
      '-sigfile',
      'raw',
    ];
    expect(run('openssl', 'pkeyutl', ...words)).toContain('Signature Verified Successfully');
  });
});

test.each(ROLES)('what ssh-keygen signs for %s holds for us, and for nothing else', (role) => {
  const signer = keyAt('key');
  rmSync(at('text.sig'), { force: true });
  run('ssh-keygen', '-q', '-Y', 'sign', '-f', 'key', '-n', `cutover-${role}`, 'text');
  const base64 = readFileSync(at('text.sig'), 'latin1').replace(/-----.*-----|\s/g, '');
  const bytes = Buffer.from(base64, 'base64');
  expect(signatureHolds(bytes, blobOf(signer), role, TEXT)).toBe(true);
  expect(signatureHolds(bytes, blobOf(signer), role, `${TEXT} `)).toBe(false);
  expect(signatureHolds(bytes, blobOf(keyAt('pem')), role, TEXT)).toBe(false);
  for (const another of ROLES.filter((each) => each !== role))
    expect(signatureHolds(bytes, blobOf(signer), another, TEXT)).toBe(false);
});

test('a signature over another hash does not hold', () => {
  run(
    'ssh-keygen',
    '-q',
    '-Y',
    'sign',
    '-O',
    'hashalg=sha256',
    '-f',
    'key',
    '-n',
    'cutover-root',
    'ecdsa.pub',
  );
  const base64 = readFileSync(at('ecdsa.pub.sig'), 'latin1').replace(/-----.*-----|\s/g, '');
  const text = readFileSync(at('ecdsa.pub'), 'latin1');
  expect(signatureHolds(Buffer.from(base64, 'base64'), blobOf(keyAt('key')), 'root', text)).toBe(
    false,
  );
});

test('a key’s name is what ssh-keygen -l prints', () => {
  const signer = keyAt('key');
  expect(run('ssh-keygen', '-l', '-f', 'key').split(' ')[1]).toBe(signer.key.id);
  expect(readPublicLine(readFileSync(at('key.pub'), 'latin1'))).toEqual(signer.key);
  expect(readPublicLine(readFileSync(at('ecdsa.pub'), 'latin1'))).toBeUndefined();
});

test('any bit changed, any end cut: it does not hold', async () => {
  const signer = keyAt('key');
  const bytes = await signature(signer, 'root');
  fc.assert(
    fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      return !signatureHolds(changed, blobOf(signer), 'root', TEXT);
    }),
  );
  fc.assert(
    fc.property(
      fc.nat(bytes.length - 1),
      (length) => !signatureHolds(bytes.subarray(0, length), blobOf(signer), 'root', TEXT),
    ),
  );
  expect(signatureHolds(Buffer.concat([bytes, Buffer.of(0)]), blobOf(signer), 'root', TEXT)).toBe(
    false,
  );
});

test.each([
  ['locked', /passphrase/],
  ['pem-locked', /passphrase/],
  ['ecdsa', /no Ed25519 key/],
  ['x25519', /no Ed25519 key/],
  ['key.pub', /others can read|no private key/],
  ['nowhere', /ENOENT/],
])('a file that can’t be used says why: %s', (name, why) => {
  const found = fileSigner(at(name));
  expect(isFault(found) && found.fault).toMatchObject({
    code: 'key',
    message: expect.stringMatching(why) as string,
  });
});

test('a damaged key, and one that others can read', () => {
  writeFileSync(at('half'), readFileSync(at('key'), 'latin1').slice(0, 200), { mode: 0o600 });
  expect(fileSigner(at('half'))).toMatchObject({
    fault: { message: expect.stringMatching(/no private key/) as string },
  });
  writeFileSync(at('open'), readFileSync(at('key')), { mode: 0o644 });
  expect(fileSigner(at('open'))).toMatchObject({ fault: { hint: `chmod 600 ${at('open')}` } });
});

describe('an SSH agent', () => {
  let socket = '';
  let pid = '';

  beforeAll(() => {
    const said = run('ssh-agent', '-a', at('agent'));
    [, pid = ''] = /SSH_AGENT_PID=(\d+)/.exec(said) ?? [];
    socket = at('agent');
    const environment = { ...process.env, SSH_AUTH_SOCK: socket, SSH_ASKPASS_REQUIRE: 'never' };
    for (const name of ['key', 'ecdsa'])
      execFileSync('ssh-add', ['-q', name], { cwd: folder, env: environment, stdio: 'ignore' });
  });

  afterAll(async () => {
    process.kill(Number(pid));
    // It takes its socket away as it ends; until then the folder is not ours alone.
    while (existsSync(socket)) await new Promise((resolve) => setTimeout(resolve, 10));
  });

  test('signs with the Ed25519 keys that it holds', async () => {
    const [signer, ...more] = given(await agentSigners(socket));
    expect(more).toEqual([]);
    expect(signer?.key).toEqual(keyAt('key').key);
    if (signer === undefined) return;
    expect(sshVerifies(signer, 'snapshot', await signature(signer, 'snapshot'))).toBe(true);
  });

  test('that is not there, or none, is a fault with a hint', async () => {
    expect(existsSync(at('no-agent'))).toBe(false);
    expect(await agentSigners(at('no-agent'))).toMatchObject({ fault: { code: 'agent' } });
    expect(await agentSigners('')).toMatchObject({
      fault: { hint: expect.stringMatching(/ssh-add/) as string },
    });
  });
});
