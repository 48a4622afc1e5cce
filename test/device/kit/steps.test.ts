/** Steps, their ways back, and what is compared when. */
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshRigs } from '../../primitives/rigs.ts';
import { mustBe, order, setUp, step, type Rig } from './rig.ts';
import {
  cutOver,
  install,
  linkedVersion,
  prepare,
  service,
  standingOf,
  words,
} from './scenario.ts';
import { quoted, type Reply } from './session.ts';
import { mainShells } from './shells.ts';
import { outputOf, part, resultOf, revert, valueOf } from './stories.ts';

const fresh = freshRigs();
const note =
  'apply() { kit_put "$text" >>"$path"; [ "$(wc -c <"$path")" -ge "$enough" ] || fail "not yet"; }';

/** A prepare whose steps are of test-only words: their bindings by name. */
function trial(rig: Rig, extra: Readonly<Record<string, string>>, body: string): string {
  return order('prepare', 'more', { body: `${setUp(rig, words, extra)}\n${body}` });
}

function resultsOf(reply: Reply): readonly string[] {
  return reply.frames
    .map(({ words: said }) => said.replace(/ \d+$/, ''))
    .filter((said) => said.startsWith('step'));
}

describe.concurrent.each(mainShells)('in $name', (shell) => {
  it('tries again as often as it may, and not after its time', async () => {
    const rig = fresh(shell);
    const path = join(rig.root, 'tries');
    const session = await rig.session();
    const four = step('note', { path, text: 'x', enough: '4' }, { no: 1, tries: 5 });
    const late = step(
      'note',
      { path, text: 'x', enough: '99' },
      { no: 2, tries: 90, every: 2, within: 1 },
    );
    const reply = mustBe(await session.ask(trial(rig, { note }, `${four}\n${late}`)), 'failed');
    expect(readFileSync(path, 'utf8')).toBe('xxxxx');
    expect(resultsOf(reply)).toEqual([
      'step 1 begin',
      'step 1 done 0',
      'step 2 begin',
      'step 2 failed 1',
    ]);
    expect(outputOf(reply)).toBe('not yet\nnot yet\nnot yet\n');
    expect(reply.keys).toMatchObject({ state: 'preparing', step: '2', reason: 'step' });
  });

  it('does nothing after a step that failed', async () => {
    const rig = fresh(shell);
    const path = join(rig.root, 'x');
    const session = await rig.session();
    const body = [
      step('note', { path: '/none/none', text: '', enough: '1' }, { no: 1, way: 'self' }),
      step('note', { path, text: 'x', enough: '1' }, { no: 2, way: 'self' }),
    ].join('\n');
    const reply = mustBe(await session.ask(trial(rig, { note }, body)), 'failed');
    expect(resultOf(reply, 2)).toBe('skipped');
    expect(existsSync(path)).toBe(false);
    expect(readdirSync(join(rig.home, 'tx/tx-1/undo'))).toEqual(['1']);
  });

  it('carries several ways back out in their order, each with its own words', async () => {
    const rig = fresh(shell);
    const path = join(rig.root, 'order');
    const session = await rig.session();
    const call = (text: string): string =>
      `call note path ${quoted(path)} text ${quoted(text)} enough 0`;
    const body = [
      step('note', { path, text: 'one ', enough: '0' }, { no: 1, way: call("un'one\n") }),
      step(
        'note',
        { path, text: 'two ', enough: '0' },
        { no: 2, way: [call('$(untwo) '), call('untoo ')] },
      ),
    ].join('\n');
    mustBe(await session.ask(trial(rig, { note }, body)), 'more');
    await revert(session);
    expect(readFileSync(path, 'utf8')).toBe("one two $(untwo) untoo un'one\n");
  });

  it('S13: takes no secret into a record, and no way back that would need one', async () => {
    const rig = fresh(shell);
    const path = join(rig.root, 'x');
    const session = await rig.session();
    const tell = 'apply() { [ "$word" = sesame ]; }\nundo() { :; }';
    const told = step('tell', { 'secret:word': 'sesame', path }, { no: 1, way: 'self' });
    mustBe(await session.ask(trial(rig, { tell, note }, told)), 'more');
    expect(rig.read('undo/1')).toBe(`kit_undo_self tell '' 'path' ${quoted(path)}\n# end\n`);
    const wrong = step(
      'tell',
      { 'secret:word': 'sesame' },
      { no: 2, way: "call tell secret:word 'sesame'" },
    );
    const reply = mustBe(await session.ask(part(wrong)), 'failed');
    expect(reply.keys['reason']).toBe('secret');
    expect(reply.keys['detail']).toContain('no secret stays on a device');
    const held = readdirSync(rig.home, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
    expect(held.filter((text) => text.includes('sesame') && !text.includes('apply()'))).toEqual([]);
  });

  it.each(['PATH', 'kit_home', 'kept', 'a b', '$(id)', 'x;y', ''])(
    'refuses the param %j',
    async (name) => {
      const rig = fresh(shell);
      const session = await rig.session();
      const body = `kit_step 1 note 0 1 0 9 ${quoted(name)} x`;
      const reply = mustBe(await session.ask(trial(rig, { note }, body)), 'failed');
      expect(outputOf(reply)).toContain("can't be a param's name");
    },
  );

  it('a hold function runs before the vote, and its failure is no vote', async () => {
    const rig = install(fresh(shell));
    const before = standingOf(rig);
    const mark = join(rig.root, 'held');
    const timer =
      'save() { saved="a timer"; }\napply() { :; }\n' +
      'hold() { [ -e "$mark" ] || fail "the timer has run out"; kit_put "$saved" >>"$mark"; }\n' +
      'undo() { [ ! -e "$mark" ] || rm "$mark"; }';
    const session = await rig.session();
    mustBe(
      await session.ask(prepare(rig, { body: `kit_binding timer ${quoted(timer)}` })),
      'staged',
    );
    const during = step('timer', { mark }, { no: 20, way: 'self' });
    mustBe(await session.ask(cutOver(rig, { during })), 'armed');
    const failed = mustBe(await session.ask(order('hold', 'voted')), 'failed');
    expect(failed.keys).toMatchObject({
      state: 'held',
      reason: 'hold',
      detail: 'the timer has run out',
    });
    writeFileSync(mark, '');
    mustBe(await session.ask(order('hold', 'voted')), 'voted');
    expect(readFileSync(mark, 'utf8')).toBe('a timer');
    await revert(session);
    expect(standingOf(rig)).toEqual(before);
  });

  it('F21: refuses to switch what has changed since it was staged', async () => {
    const rig = install(fresh(shell));
    const session = await rig.session();
    mustBe(await session.ask(prepare(rig)), 'staged');
    writeFileSync(join(rig.root, 'data/db'), 'volatile: may change');
    mustBe(await session.ask(order('inquire', 'standing')), 'standing');
    chmodSync(join(rig.root, 'etc/umg.conf'), 0o600);
    const failed = mustBe(await session.ask(cutOver(rig)), 'failed');
    expect(failed.keys).toMatchObject({ state: 'staged', reason: 'changed' });
    expect(failed.keys['detail']).toContain('umg.conf');
    expect(service(rig, 'status')).toBe(0);
  });

  it('refuses to stage when what it kept has changed meanwhile', async () => {
    const rig = install(fresh(shell));
    const session = await rig.session();
    const body = `kit_put 'port 81' >${quoted(join(rig.root, 'etc/umg.conf'))}`;
    const failed = mustBe(await session.ask(prepare(rig, { body })), 'failed');
    expect(failed.keys).toMatchObject({ state: 'preparing', reason: 'changed' });
    expect(failed.keys['detail']).toContain('has changed since it was kept');
  });

  it('does not vote for something else than what was armed', async () => {
    const rig = install(fresh(shell));
    const session = await rig.session();
    mustBe(await session.ask(prepare(rig)), 'staged');
    mustBe(await session.ask(cutOver(rig)), 'armed');
    service(rig, 'stop');
    const failed = mustBe(await session.ask(order('hold', 'voted')), 'failed');
    expect(failed.keys).toMatchObject({ state: 'held', reason: 'changed' });
    expect(failed.keys['detail']).toContain('umg');
    await revert(session);
    expect(linkedVersion(rig)).toBe('2.0');
  });

  it('a member already there is not touched, and votes for what it has', async () => {
    const rig = install(fresh(shell));
    const before = standingOf(rig);
    const session = await rig.session();
    const staged = mustBe(
      await session.ask(prepare(rig, { staged: 'staged 2.0 1 600' })),
      'staged',
    );
    expect(staged.keys).toMatchObject({ version: '2.0', already: '1' });
    expect((await session.ask(cutOver(rig))).keys).toMatchObject({
      state: 'staged',
      reason: 'state',
    });
    mustBe(await session.ask(order('verify', 'verified')), 'verified');
    mustBe(await session.ask(order('hold', 'voted')), 'voted');
    mustBe(await session.ask(order('confirm', 'confirmed')), 'confirmed');
    expect(standingOf(rig).serves).toBe(before.serves);
  });

  it('a way back that fails stops there: broken, with its backup; mended by hand, it goes on', async () => {
    const rig = install(fresh(shell));
    const before = standingOf(rig);
    const script = join(rig.services, 'umg');
    const text = readFileSync(script, 'utf8');
    const session = await rig.session();
    mustBe(await session.ask(prepare(rig)), 'staged');
    mustBe(await session.ask(cutOver(rig)), 'armed');
    writeFileSync(script, text.replace('  stop)', '  stop) exit 1 ;;\n  never)'));
    const broken = mustBe(await session.ask(order('revert', 'reverted')), 'broken');
    expect(broken.keys).toMatchObject({ step: '14', reason: 'undo', detail: 'umg did not stop' });
    expect(broken.keys['backup']).toBe(join(rig.home, 'tx/tx-1/kept'));
    expect(readFileSync(join(rig.home, 'tx/tx-1/kept/11/content/data/db'), 'utf8')).toBe(
      'version 2\n',
    );
    writeFileSync(script, text);
    await revert(session);
    expect(standingOf(rig)).toEqual(before);
  });

  it('the revert block runs after all undo, and its failure is told', async () => {
    const rig = install(fresh(shell));
    const session = await rig.session();
    const path = join(rig.root, 'mended');
    const body = [
      `kit_binding note ${quoted(note)}`,
      `kit_mend note path ${quoted(path)} text ${quoted("it's back")} enough 0`,
      `kit_mend note path ${quoted('/none/none')} text x enough 0`,
    ].join('\n');
    mustBe(await session.ask(prepare(rig, { body })), 'staged');
    mustBe(await session.ask(cutOver(rig)), 'armed');
    const broken = mustBe(await session.ask(order('revert', 'reverted')), 'broken');
    expect(broken.keys).toMatchObject({ step: '0', reason: 'revert' });
    expect(readFileSync(path, 'utf8')).toBe("it's back");
  });

  it('gives values to the byte, and what is said beside them is the output', async () => {
    const rig = fresh(shell);
    const session = await rig.session();
    const give = 'apply() { kit_put "$text"; kit_put "beside" >&2; }';
    const text = ' a\n$(b) `c` \\ % "é\u0081"';
    const given = step('give', { text }, { no: 1, gives: true });
    const reply = mustBe(await session.ask(trial(rig, { give }, given)), 'more');
    expect(valueOf(reply)).toBe(text);
    expect(outputOf(reply)).toBe('beside');
  });

  it('takes no path that leads through a link', async () => {
    const rig = install(fresh(shell));
    const session = await rig.session();
    const body = `kit_managed path ${quoted(join(rig.root, 'current/VERSION'))}`;
    const failed = mustBe(await session.ask(prepare(rig, { body })), 'failed');
    expect(failed.keys).toMatchObject({ step: '0', reason: 'link' });
    expect(failed.keys['detail']).toContain(`${rig.root}/current is a link`);
  });
});
