/** `cutover agent install` on a device that is this machine: what comes there, what stays, what goes. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Box, inventoryText, PASSWORD } from './harness/box.ts';

let box: Box;
beforeEach(async () => {
  box = await new Box().open();
});
afterEach(() => {
  box.end();
});

/** Every file below the device's folders, with its mode. */
function files(): readonly string[] {
  const below = ['home/agent', 'etc', 'cron'].flatMap((name) =>
    readdirSync(box.at(name), { recursive: true, encoding: 'utf8' }).map((path) =>
      join(name, path),
    ),
  );
  return below
    .filter((path) => statSync(box.at(path)).isFile())
    .map((path) => `${(statSync(box.at(path)).mode & 0o777).toString(8)} ${path}`)
    .sort();
}

describe('a device of this machine', () => {
  test('B13 B11: gets the agent, its root, settings of mode 0600 with no secret in them, and crontab lines', async () => {
    const said = await box.installed();
    const shown = await box.call('agent', 'show');
    expect(box.read('home/agent/agent.sh')).toBe(shown.stdout);
    expect(box.read('home/agent/trust/root')).toBe(box.read('releases.root'));
    const settings = box.read('etc/agent').split('\n');
    expect(settings.filter((line) => !line.startsWith('#'))).toEqual([
      'name box-01',
      'script box',
      'release core',
      'channel stable',
      `home ${box.folder}/home`,
      'jitter 7',
      `server ftp://127.0.0.1:1/pub weight 3 user atm password-file ${box.folder}/etc/agent.password-ftp`,
      'server ftps://127.0.0.2/pub',
      `param root ${box.folder}/opt`,
      'param ports 8080',
      'param ports 8081',
      `secret db-password ${box.folder}/etc/agent.secret-db-password`,
      '',
    ]);
    expect(box.read('etc/agent.password-ftp')).toBe('only reading\n');
    expect(box.read('etc/agent.secret-db-password')).toBe(`${PASSWORD}\n`);
    expect(
      files().filter((line) => /etc|cron|trust/.test(line) && !line.startsWith('600')),
    ).toEqual([]);
    const run = `sh ${box.folder}/home/agent/agent.sh run`;
    expect(box.read('cron/root')).toContain(
      `\n* * * * * ${run} --settings ${box.folder}/etc/agent\n`,
    );
    expect(box.read('cron/root')).toContain(
      `\n@reboot ${run} --boot --settings ${box.folder}/etc/agent\n`,
    );
    expect(said.stdout).toContain('box-01  settings ');
    expect(said.stderr).toContain('next: `cutover release publish FOLDER --channel …`');
  });

  test('B13: a second installation changes nothing, and says so', async () => {
    await box.installed();
    box.write('cron/root', `1 1 * * * true\n${box.read('cron/root')}2 2 * * * false\n`);
    const before = [files(), box.read('cron/root')];
    const changed = (name: string): bigint => statSync(box.at(name), { bigint: true }).ctimeNs;
    const times = ['etc/agent', 'cron/root', 'home/agent/agent.sh'].map(changed);
    const said = await box.installed('--format', 'json');
    expect(JSON.parse(said.stdout)).toEqual({
      v: 1,
      what: 'agent-install',
      devices: [{ device: 'box-01', result: 'unchanged', placed: [] }],
    });
    expect((await box.installed()).stdout).toBe('box-01  nothing changed\n');
    expect([files(), box.read('cron/root')]).toEqual(before);
    expect(['etc/agent', 'cron/root', 'home/agent/agent.sh'].map(changed)).toEqual(times);
  });

  test('B13: settings that were changed by hand stay, with the difference, unless told otherwise', async () => {
    await box.installed();
    box.write('inventory.yaml', inventoryText(box.folder, 'channel: canary'));
    // Nobody has touched them: what the inventory says now is put in their place.
    expect((await box.installed()).stdout).toContain(`settings ${box.folder}/etc/agent replaced`);
    const edited = box.read('etc/agent').replace('jitter 7', 'jitter 0');
    box.write('etc/agent', edited);
    writeFileSync(box.at('secrets.yaml'), 'ftp: another\ndb: another\n', { mode: 0o600 });
    const refused = await box.install('--scripts', 'box.cutover');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('was changed by hand');
    expect(refused.stderr).toContain('\n  - jitter 0\n  + jitter 7\nhint: ');
    expect(box.read('etc/agent')).toBe(edited);
    expect(box.read('etc/agent.password-ftp')).toBe('only reading\n');
    await box.installed('--replace-settings');
    expect(box.read('etc/agent')).toContain('\njitter 7\n');
    expect(box.read('etc/agent.password-ftp')).toBe('another\n');
  });

  test('B13: an older root is not put over a newer one, nor another over one, unless told so', async () => {
    await box.installed();
    const first = box.read('home/agent/trust/root');
    box.write('home/agent/trust/root', first.replace('version 1', 'version 2'));
    expect((await box.installed()).stdout).toContain('it trusts root 2 already');
    box.write('home/agent/trust/root', first.replace('expires 20', 'expires 21'));
    const refused = await box.install('--scripts', 'box.cutover');
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('--replace-trust')]);
    await box.installed('--replace-trust');
    expect(box.read('home/agent/trust/root')).toBe(first);
  });

  test('B04: an agent that upgraded itself is not put back', async () => {
    await box.installed();
    const before = box.read('home/agent/agent.sh');
    box.write('home/agent/current/VERSION', '99.0\n');
    box.write('home/agent/current/agent.sh', `${before}# newer\n`);
    expect((await box.installed()).stdout).toContain('agent 99.0 is there, which is newer than');
    expect(box.read('home/agent/agent.sh')).toBe(`${before}# newer\n`);
  });

  test('B13: --remove takes away what came, and nothing else', async () => {
    await box.installed();
    box.write('cron/root', `1 1 * * * true\n${box.read('cron/root')}2 2 * * * false\n`);
    box.write('etc/other', 'mine\n');
    const removed = await box.install('--remove');
    expect([removed.code, removed.stderr]).toEqual([0, '']);
    expect(box.read('cron/root')).toBe('1 1 * * * true\n2 2 * * * false\n');
    expect(readdirSync(box.at('etc'))).toEqual(['other']);
    expect(readdirSync(box.at('home')).sort()).toEqual(['kit', 'tx']);
    expect((await box.install('--remove')).stdout).toBe('box-01  nothing changed\n');
  });

  test('B13: --remove leaves all but the crontab lines while a transaction is open', async () => {
    await box.installed();
    const kit = readdirSync(box.at('home/kit')).find((name) => name.endsWith('.sh')) ?? '';
    const open = `kit_home=$1 kit_hash=x kit_token=x; . "$1/kit/$2"; kit_tx=$1/tx/self-1; mkdir -p "$kit_tx"
kit_put "self-1 .$kit_nl" >"$1/current"; kit_epoch=1 kit_controller=self kit_operator=agent kit_since=-
kit_write_state switch-intent`;
    execFileSync('sh', ['-c', open, 'sh', box.at('home'), kit]);
    const kept = await box.install('--remove');
    expect(kept.code).toBe(4);
    expect(kept.stderr).toContain('transaction self-1 is open');
    expect(kept.stderr).toContain('run --boot');
    expect(box.read('cron/root')).toBe('');
    expect(existsSync(box.at('home/agent/agent.sh')) && existsSync(box.at('etc/agent'))).toBe(true);
    rmSync(box.at('home/tx/self-1'), { recursive: true });
    expect((await box.install('--remove')).code).toBe(0);
    expect(existsSync(box.at('home/agent'))).toBe(false);
  });
});

test('B13: no secret is in an argument or an environment while it is put there', async () => {
  // The device's shell is one whose every program is watched: each notes how it was called.
  mkdirSync(box.at('bin'));
  const shell = `#!/bin/sh\nexec strace -f -qq -s 4096 -e trace=execve -o ${box.at('calls')} /bin/sh "$@"\n`;
  writeFileSync(box.at('bin/sh'), shell, { mode: 0o755 });
  const text = inventoryText(box.folder).replace(
    'transport: local',
    `transport: local\n    shell: ${box.at('bin/sh')}`,
  );
  box.write('inventory.yaml', text);
  await box.installed();
  expect(box.read('calls')).toContain('sha256sum');
  expect(box.read('calls')).not.toMatch(/only reading|\(secret\)/);
});
