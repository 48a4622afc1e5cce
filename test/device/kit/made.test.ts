/** S11, F21: what is switched to is what was staged, to the byte and the mode; looked at twice before the first effect. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshRigs } from '../../primitives/rigs.ts';
import { mustBe, order, type Rig } from './rig.ts';
import { cutOver, install, linkedVersion, prepare, standingOf } from './scenario.ts';
import { quoted } from './session.ts';
import { allShells } from './shells.ts';
import { revert } from './stories.ts';

const fresh = freshRigs();
const bytes = 'what was published';
const bundle = (rig: Rig): string =>
  join(rig.home, 'cache', createHash('sha256').update(bytes).digest('hex'));
const next = (rig: Rig): string => join(rig.root, 'releases/3.0');

const contentOf = (path: string): string | undefined =>
  existsSync(path) ? readFileSync(path, 'utf8') : undefined;

/** Staged: a tree and a fetched file, and a place that stays empty. */
function staging(rig: Rig): string {
  mkdirSync(join(rig.home, 'cache'), { recursive: true });
  writeFileSync(bundle(rig), bytes);
  const paths = [bundle(rig), join(rig.root, 'nothing')];
  const link = `ln -s VERSION ${quoted(join(next(rig), 'link'))}`;
  return prepare(rig, {
    body: [link, ...paths.map((path) => `kit_made ${quoted(path)}`)].join('\n'),
  });
}

type Change = (rig: Rig) => void;
const changes: readonly (readonly [string, string, Change])[] = [
  [
    'a file with as many other bytes',
    'VERSION: its content is another',
    (rig) => {
      writeFileSync(join(next(rig), 'VERSION'), '3.1\n');
    },
  ],
  [
    'a file more',
    'releases/3.0/more was added',
    (rig) => {
      writeFileSync(join(next(rig), 'more'), '');
    },
  ],
  [
    'another mode',
    'VERSION: its kind, mode, owner or target is another',
    (rig) => {
      chmodSync(join(next(rig), 'VERSION'), 0o755);
    },
  ],
  [
    'a link that leads elsewhere',
    'releases/3.0/link: its kind, mode, owner or target is another',
    (rig) => {
      rmSync(join(next(rig), 'link'));
      symlinkSync('/etc/passwd', join(next(rig), 'link'));
    },
  ],
  [
    'a file less',
    'VERSION is gone',
    (rig) => {
      rmSync(join(next(rig), 'VERSION'));
    },
  ],
  [
    'all of it gone',
    'releases/3.0 is gone',
    (rig) => {
      rmSync(next(rig), { recursive: true });
    },
  ],
  [
    'a place that was left empty',
    'nothing was added',
    (rig) => {
      mkdirSync(join(rig.root, 'nothing'));
    },
  ],
  [
    'another package',
    ': its content is another',
    (rig) => {
      writeFileSync(bundle(rig), 'what was publishes');
    },
  ],
];

describe.concurrent.each(allShells)('in $name', (shell) => {
  it('S11: says what it staged, the same each time it is asked, from any session', async () => {
    const rig = install(fresh(shell));
    const session = await rig.session();
    const staged = mustBe(await session.ask(staging(rig)), 'staged');
    expect(staged.keys['made']).toMatch(/^[0-9a-f]{64}$/);
    for (const asked of [session, await rig.session()]) {
      const { keys } = mustBe(await asked.ask(order('inquire', 'standing')), 'standing');
      expect(keys).toMatchObject({ state: 'staged', made: staged.keys['made'] });
      expect(keys).not.toHaveProperty('changed');
    }
    mustBe(await session.ask(cutOver(rig)), 'armed');
    expect(linkedVersion(rig)).toBe('3.0');
  });

  it.each(changes)(
    'S11 F21: %s is told when asked, and is not switched to',
    async (_, what, change) => {
      const rig = install(fresh(shell));
      const before = standingOf(rig);
      const session = await rig.session();
      mustBe(await session.ask(staging(rig)), 'staged');
      change(rig);
      const standing = mustBe(await session.ask(order('inquire', 'standing')), 'standing');
      expect(standing.keys['changed']).toContain(what);
      expect(standing.keys).toMatchObject({ state: 'staged' });
      expect(standing.keys).not.toHaveProperty('made');
      for (const asked of [session, await rig.session()]) {
        const failed = mustBe(await asked.ask(cutOver(rig)), 'failed');
        expect(failed.keys).toMatchObject({ state: 'staged', reason: 'made' });
        expect(failed.keys['detail']).toContain(what);
      }
      expect(rig.read('state')).not.toContain('switch-intent');
      await revert(session);
      expect(contentOf(bundle(rig))).toBe(what.startsWith(':') ? undefined : bytes);
      rmSync(join(rig.root, 'nothing'), { recursive: true, force: true });
      expect(standingOf(rig)).toEqual(before);
    },
  );

  it('S11: a package that is not what was fetched any more is not staged', async () => {
    const rig = install(fresh(shell));
    const session = await rig.session();
    const request = staging(rig);
    writeFileSync(bundle(rig), 'something else');
    const failed = mustBe(await session.ask(request), 'failed');
    expect(failed.keys).toMatchObject({ state: 'preparing', reason: 'made' });
    expect(failed.keys['detail']).toBe(`${bundle(rig)} is not what was fetched`);
  });
});
