/** docs/guides/agent.md, run block by block on a machine of its own, with its own cron: what it says is what happens. */
import { expect, test } from 'vitest';
import { whyNoCron } from './harness/cron.ts';
import { runGuide } from './harness/guide.ts';
import { whyNoMachines } from './harness/machine.ts';

/** A spool and a /run of its own, and none of this machine's cron jobs. */
const before = `
  mount -t tmpfs none /run
  mount -t tmpfs none /var/spool
  mkdir -p /var/spool/cron/crontabs
  rm -rf /etc/crontab /etc/cron.d
`;
const why = whyNoMachines() ?? whyNoCron('debian');

test.skipIf(why !== undefined)(
  'B01 B02 B10 B11: every command of the guide does what it says',
  () => {
    const said = runGuide('agent.md', before);
    expect(said.status, said.text).toBe(0);
    expect(said.text).toContain('\nok 2.0\n');
    expect(said.text).toContain('\natm-0001  nothing changed\n');
    expect(said.text).toContain('\n* * * * * sh /srv/pull/atm/var/lib/cutover/agent/agent.sh run');
    expect(said.text).toContain('\nok 3.0\n');
    expect(said.text).toMatch(/\natm-0001 .*3\.0/);
    expect(said.text).toContain(' committed\n');
    expect(said.text).toContain('\nlast result: committed, installed 3.0\n');
    expect(said.text).toContain('are gone; the kit');
  },
);
