/** The settings: read strictly, in every shell, and never run. */
import { chmodSync, existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { allShells, dash, type ShellKind } from '../kit/shells.ts';
import { Agent, type Said } from './parts.ts';

const agents: Agent[] = [];
afterAll(() => {
  for (const agent of agents.splice(0)) agent.end();
});
function agentIn(shell: ShellKind = dash): Agent {
  const agent = new Agent(shell);
  agents.push(agent);
  return agent;
}

const least = 'name atm-0042\nscript terminal\nrelease terminal\nserver ftp://b.example/cutover\n';

async function read(agent: Agent, text: string, mode = 0o600): Promise<Said> {
  const file = join(agent.folder, 'settings');
  writeFileSync(file, text);
  chmodSync(file, mode);
  return agent.call(
    `conf_read '${file}'; kit_put "$conf_name|$conf_home|$conf_jitter|$conf_plain|$conf_weights|$conf_servers|$conf_params|$conf_secrets"`,
  );
}

describe.each(allShells)('in $name', (shell) => {
  it('B13: gives what stands there, and the usual for the rest', async () => {
    const agent = agentIn(shell);
    const password = join(agent.folder, 'password');
    writeFileSync(password, 'pa"s $(id) \\w\nsecond line\n', { mode: 0o600 });
    const text = `# a comment

name atm-0042
script terminal
release terminal
home /var/lib/other
server ftps://a.example:21/cutover/ weight 2 user atm password-file ${password}
server ftp://[::1]/x
param root $(touch ${agent.folder}/pwned) "x" *
param list one
param list two words
secret db-password ${password}
jitter 0
plain yes`;
    const said = await read(agent, text);
    expect(said.err).toBe('');
    expect(said.out).toBe(
      `atm-0042|/var/lib/other|0|yes| 2 1|ftps://a.example:21/cutover\tatm\tpa"s $(id) \\w\nftp://[::1]/x\t\t\n|root $(touch ${agent.folder}/pwned) "x" *\nlist one\nlist two words\n|db-password ${password}\n`,
    );
    expect(existsSync(join(agent.folder, 'pwned'))).toBe(false);
  });

  it('says the first mistake, with its line', async () => {
    const agent = agentIn(shell);
    const said = await read(agent, `${least}colour red\n`);
    expect(said.status).toBe(1);
    expect(said.err).toMatch(/settings:5: `colour` is no setting; there are name script /);
    const open = await read(agentIn(shell), least, 0o640);
    expect(open.err).toContain('settings: others may read or write it: it must be 0600');
  });
});

const mistakes: readonly (readonly [string, string])[] = [
  [`${least}name other\n`, '5: `name` stands twice'],
  ['name atm\nscript x\nserver ftp://a\n', ': `release` is missing'],
  ['name atm\nscript x\nrelease r\n', ': no `server` is named'],
  [`${least}channel\n`, '5: `channel` has no value'],
  [`${least} channel stable\n`, '5: it begins with a blank'],
  [`${least}channel stable\r\n`, '5: there is a tab or a carriage return in it'],
  [`${least}channel ../x\n`, "5: `../x` can't be a name"],
  [`${least}home var/lib\n`, '5: `var/lib` is not an absolute path'],
  [`${least}home /var/../lib\n`, '5: `/var/../lib` is not an absolute path'],
  [`${least}jitter 3601\n`, '5: seconds from 0 to 3600 were expected'],
  [`${least}jitter 1e3\n`, '5: seconds from 0 to 3600 were expected'],
  [`${least}unsigned maybe\n`, '5: `unsigned` is `yes` or `no`'],
  [`${least}param root\n`, '5: `param root` has no value'],
  [`${least}param Root x\n`, "5: `Root` can't be a param's name"],
  [`${least}secret key key\n`, '5: the path of the file with the secret was expected'],
  [`${least}secret key /none/there\n`, '5: /none/there: there is no such file'],
  [`${least}secret key /etc/passwd\n`, '5: /etc/passwd: others may read or write it'],
  [`${least}secret key /tmp\n`, '5: /tmp: it is not a file'],
  [`${least}server file:///x\n`, '5: `file:///x`: ftp:, ftps:, http: or https: was expected'],
  [`${least}server ftp://u:p@h/x\n`, '5: a user stands after `user`, not in the address'],
  [`${least}server ftp://h/x"y\n`, '5: `ftp://h/x"y` is no address'],
  [`${least}server ftp://h/../x\n`, '5: `ftp://h/../x` is no address'],
  [`${least}server ftp://::1/x\n`, '5: `ftp://::1/x` is no address'],
  [`${least}server ftp://-h/x\n`, '5: `ftp://-h/x` is no address'],
  [`${least}server ftp://h:/x\n`, '5: `ftp://h:/x` has no port from 1 to 65535'],
  [`${least}server ftp://h:0/x\n`, '5: `ftp://h:0/x` has no port from 1 to 65535'],
  [`${least}server ftp://h:ftp/x\n`, '5: `ftp://h:ftp/x` has no port from 1 to 65535'],
  [`${least}server ftp://[::1]:65536/x\n`, '5: `ftp://[::1]:65536/x` has no port from 1 to 65535'],
  [`${least}server ftp://b.example/cutover\n`, '5: `server:ftp://b.example/cutover` stands twice'],
  [
    `${least}server b.example\nserver ftps://b.example\n`,
    '6: `server:ftps://b.example` stands twice',
  ],
  [`${least}server ftp://c weight 0\n`, '5: a weight from 1 to 100 was expected'],
  [`${least}server ftp://c weight\n`, '5: `weight` has no value'],
  [
    `${least}server ftp://c colour red\n`,
    '5: `colour`: `weight`, `user` or `password-file` was expected',
  ],
  [`${least}server ftp://c user a user b\n`, '5: `user` stands twice'],
  [`${least}server ftp://c password-file /etc/passwd\n`, '5: /etc/passwd: others may read'],
];

it.each(mistakes)('%j', async (text, message) => {
  const said = await read(agentIn(), text);
  expect(said.status).toBe(1);
  expect(said.out).toBe('');
  expect(said.err).toContain(`settings:${message}`.replace('settings::', 'settings:'));
  expect(said.err.trim().split('\n').length).toBe(1);
});

it('a link is judged by what it leads to', async () => {
  const agent = agentIn();
  const file = join(agent.folder, 'real');
  writeFileSync(file, least, { mode: 0o644 });
  symlinkSync(file, join(agent.folder, 'link'));
  const said = await agent.call(`conf_read '${agent.folder}/link'`);
  expect(said.err).toContain('others may read');
});

describe.each(allShells)('times in $name', (shell) => {
  it('are counted by days and seconds', async () => {
    const agent = agentIn(shell);
    const times = [
      '2026-02-28T23:59:59Z',
      '2026-03-01T00:00:00Z',
      '2028-02-29T08:09:08Z',
      '2038-01-19T03:14:08Z',
      '2100-12-31T12:30:45Z',
    ];
    const first = Date.parse('2026-02-28T00:00:00Z') / 86_400_000;
    const asked = times.map(
      (time) => `time_of ${time}; kit_put "$((time_days - base)) $time_seconds,"`,
    );
    const said = await agent.call(
      `time_of 2026-02-28T00:00:00Z; base=$time_days\n${asked.join('\n')}`,
    );
    const wanted = times.map((time) => {
      const seconds = Date.parse(time) / 1000;
      return `${String(Math.floor(seconds / 86_400) - first)} ${String(seconds % 86_400)},`;
    });
    expect(said.out).toBe(wanted.join(''));
  });

  it('that are none are refused', async () => {
    const none = ['2026-13-01T00:00:00Z', '2026-00-01T00:00:00Z', '2026-01-32T00:00:00Z']
      .concat(['2026-01-01T24:00:00Z', '2026-01-01T00:60:00Z', '2026-1-1T00:00:00Z', 'x', ''])
      .concat(['2026-01-01T00:00:00', '2026-01-01T00:00:00ZZ', '12026-01-01T00:00:00Z']);
    const said = await agentIn(shell).call(
      none.map((time) => `time_of '${time}' && kit_put '${time} '`).join('\n'),
    );
    expect(said.out).toBe('');
  });
});

describe.each(allShells)('the order of servers in $name', (shell) => {
  it('B06: has each once, and follows the weights over the minutes', async () => {
    const script = `conf_name=atm-1 conf_weights=' 1 8 1' first=''
conf_servers="a$kit_tab$kit_tab$kit_nl"; conf_servers="\${conf_servers}b$kit_tab$kit_tab$kit_nl"; conf_servers="\${conf_servers}c$kit_tab$kit_tab$kit_nl"
minute=0
while [ $minute -lt 40 ]; do
  time_clock=$((minute * 60)) minute=$((minute + 1))
  ask_order
  set -- $ask_ordered
  [ "$#" = 3 ] && case "$*" in *a*) case "$*" in *b*) case "$*" in *c*) first=$first$1 ;; esac ;; esac ;; esac
done
kit_put "$first"`;
    const said = await agentIn(shell).call(script);
    expect(said.out.length).toBe(40);
    const count = (letter: string): number => said.out.split(letter).length - 1;
    expect(count('b')).toBeGreaterThan(24);
    expect(count('a') + count('c')).toBeGreaterThan(1);
  });
});
