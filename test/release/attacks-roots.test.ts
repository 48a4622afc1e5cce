/** Attacks on whoever reads: those on its keys. */
import { describe, expect, test } from 'vitest';
import { formatRoot } from '../../src/release/formats/root.ts';
import { ask } from './asked.ts';
import { attacker, core, good, key, other, reader, refusal } from './attacked.ts';
import { newKey, rootOf, rootText, withRoots } from './authority.ts';

describe('fast forward', () => {
  const driven = good({
    counter: 2_147_483_647,
    snapshotCounter: 2_000_000_000,
    releases: core(2_000_000_000),
  });

  test('a counter driven up keeps out what is right, until the key is replaced', () => {
    const seen = ask(reader, driven).reader;
    expect(seen.timestamp).toBeDefined();
    expect(refusal(good({ counter: 8 }), seen)).toBe('older');
    const root = rootText(rootOf(2, other), [key, other]);
    const renewed = withRoots(good({ counter: 8, keys: [other] }), reader.root, root);
    expect(ask(seen, renewed)).toMatchObject({ version: { version: '3.0' } });
  });

  test('a further key alone resets nothing', () => {
    const seen = ask(reader, driven).reader;
    const both = rootOf(2, key, {
      timestamp: { keys: [key, other] },
      snapshot: { keys: [key, other] },
    });
    expect(refusal(withRoots(good({ counter: 8 }), reader.root, rootText(both, [key])), seen)).toBe(
      'older',
    );
  });
});

describe('roots', () => {
  const second = rootOf(2, other);
  const under = (text: string, keys = [other]) => withRoots(good({ keys }), reader.root, text);

  test('rotation: signed by the old key and by the new', () => {
    const answer = ask(reader, under(rootText(second, [key, other])));
    expect(answer).toMatchObject({
      version: { version: '3.0' },
      reader: { root: rootText(second, [key, other]) },
    });
  });

  test('only the new one’s signatures', () => {
    expect(refusal(under(rootText(second, [other])))).toBe('wrong-key');
  });

  test('only the old one’s', () => {
    expect(refusal(under(rootText(second, [key])))).toBe('wrong-key');
  });

  test('a key that is gone counts no more', () => {
    expect(refusal(under(rootText(second, [key, other]), [key]))).toBe('wrong-key');
  });

  test('one is skipped', () => {
    const third = rootText(rootOf(3, other), [key, other]);
    expect(refusal(under(third))).toBe('mixed');
    const files = new Map(good()).set('3.root', third);
    expect(refusal(files)).toBeUndefined();
    expect(ask(reader, files).reader.root).toBe(reader.root);
  });

  test('several at once, each from the one before it', () => {
    const third = newKey();
    const roots = [rootText(second, [key, other]), rootText(rootOf(3, third), [other, third])];
    const files = withRoots(good({ keys: [third] }), reader.root, ...roots);
    expect(ask(reader, files)).toMatchObject({
      version: { version: '3.0' },
      reader: { root: roots[1] },
    });
  });

  test('a root that was taken counts, also where the rest is refused', () => {
    const text = rootText(second, [key, other]);
    const answer = ask(reader, under(text, [attacker]));
    expect(answer).toMatchObject({ refused: 'wrong-key', reader: { root: text } });
    expect(ask(answer.reader, good()).refused).toBe('wrong-key');
  });

  test('a threshold raised by one key alone', () => {
    const two = rootOf(2, key, { root: { keys: [key, other], threshold: 2 } });
    expect(refusal(under(rootText(two, [key]), [key]))).toBe('threshold');
    expect(refusal(under(rootText(two, [key, other]), [key]))).toBeUndefined();
  });

  test('a root that is no root', () => {
    expect(refusal(under('cutover-root 2\nend\n'))).toBe('malformed');
    expect(refusal(under(formatRoot(second).slice(0, 100)))).toBe('malformed');
  });
});
