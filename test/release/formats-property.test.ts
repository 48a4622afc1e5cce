/** Whatever can be said in the files on a version server is read as it was written. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareVersions } from '../../src/language/values/version.ts';
import { formatSnapshot, parseSnapshot } from '../../src/release/formats/snapshot.ts';
import { formatVersions, parseVersions } from '../../src/release/formats/versions.ts';
import type { Named, ReleaseVersion } from '../../src/release/model.ts';

const letters = fc.constantFrom('a', 'b', 'z', '0', '9', '_', '.', '+', '-');
const name = fc.string({ unit: letters, maxLength: 12 }).map((text) => `n${text}`);
const sha256 = fc.nat().map((number) => number.toString(16).padStart(64, '0'));
const time = fc
  .integer({ min: 0, max: 4_000_000_000 })
  .map((seconds) => `${new Date(seconds * 1_000).toISOString().slice(0, 19)}Z`);
const content = fc.record({
  size: fc.nat(1e12),
  sha256,
  path: fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/')),
});
const packages = fc.uniqueArray(
  fc.record({ script: name, artifact: name, variant: name }).chain((words) =>
    content.chain((each) =>
      fc.option(sha256, { nil: undefined }).map((chunks) => ({
        ...words,
        ...each,
        ...(chunks === undefined ? {} : { chunks }),
      })),
    ),
  ),
  { selector: ({ script, artifact, variant }) => `${script} ${artifact} ${variant}`, maxLength: 5 },
);
const programs = fc.uniqueArray(
  fc
    .record({ script: name, platform: name })
    .chain((words) => content.map((each) => ({ ...words, ...each }))),
  { selector: ({ script, platform }) => `${script} ${platform}`, maxLength: 3 },
);
const versions = fc
  .uniqueArray(
    fc.tuple(fc.nat(99), fc.nat(99)).map((parts) => parts.join('.')),
    { maxLength: 5 },
  )
  .chain((names) =>
    fc
      .tuple(...names.map((each) => versionCalled(each)))
      .map((all) => [...all].sort((a, b) => compareVersions(b.version, a.version))),
  );

function versionCalled(called: string): fc.Arbitrary<ReleaseVersion> {
  const channels = fc.dictionary(name, fc.nat(100)).map((all) => new Map(Object.entries(all)));
  const open = fc
    .record({ channels, activate: fc.option(time, { nil: undefined }), programs, packages })
    .map(({ activate, ...more }) => ({
      version: called,
      ...more,
      ...(activate === undefined ? {} : { activate }),
      downgrades: ['100.1', '100.2'],
    }));
  const nothing = {
    version: called,
    channels: new Map(),
    downgrades: [],
    programs: [],
    packages: [],
  };
  return fc.oneof(
    open,
    time.map((withdrawn) => ({ ...nothing, withdrawn })),
  );
}

test('whatever can be said is read as it was written', () => {
  const file = fc.record({
    release: name,
    revision: fc.integer({ min: 1, max: 2_147_483_647 }),
    published: time,
    expires: time,
    versions,
  });
  fc.assert(
    fc.property(file, (written) => {
      const text = formatVersions(written);
      const read = parseVersions(text);
      expect(read).toMatchObject({ ok: true });
      expect(read.ok && formatVersions(read.value)).toBe(text);
    }),
    { numRuns: 100 },
  );
});

test('a snapshot too, and no text that differs by a byte means the same', () => {
  const named: fc.Arbitrary<Named> = fc.record({
    number: fc.integer({ min: 1, max: 9_999 }),
    size: fc.nat(500_000),
    sha256,
  });
  const releases = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), named, { maxKeys: 5 });
  fc.assert(
    fc.property(
      releases,
      time,
      fc.nat(),
      fc.stringMatching(/^[ -~\n]$/),
      (all, at, place, other) => {
        const written = {
          counter: 3,
          published: at,
          expires: at,
          releases: new Map(
            Object.entries(all).filter(([each]) => !['results', 'timestamp'].includes(each)),
          ),
        };
        const text = formatSnapshot(written);
        const read = parseSnapshot(text);
        expect(read.ok && formatSnapshot(read.value)).toBe(text);
        const changed =
          text.slice(0, place % text.length) + other + text.slice((place % text.length) + 1);
        const again = parseSnapshot(changed);
        expect(!again.ok || formatSnapshot(again.value) === changed).toBe(true);
      },
    ),
    { numRuns: 100 },
  );
});
