/**
 * All that can happen to two devices, breadth first, in small worlds; the larger ones as far as `WORLDS` reaches.
 * `WORLDS=1000000 npx vitest run test/protocol/exploration.test.ts` looks further.
 */
import { describe, expect, it } from 'vitest';
import { reach } from '../reach.ts';
import { committedAndAlone } from './model/calm.ts';
import { explore } from './model/explore.ts';
import { newWorld, type Setting } from './model/world.ts';

const limit = Number(process.env['WORLDS'] ?? reach(6_000, 12_000));

const small: Readonly<Record<string, Setting>> = {
  'nothing goes wrong': { devices: 2 },
  'one after the other': { devices: 2, ordered: true },
  'one is there already': { devices: 2, already: [0] },
  'a step fails': { devices: 2, budget: { failures: 1 } },
  'a timer runs out': { devices: 2, budget: { timers: 1 } },
  'a message is repeated': { devices: 2, budget: { repeats: 1 } },
  'an operator asks for the end': { devices: 2, budget: { aborts: 1 } },
  'a revert fails': { devices: 2, budget: { failures: 1, breaks: 1 } },
  'one device, two lives': { devices: 1, budget: { crashes: 1, takeovers: 1 } },
  'one device, its timer, two lives': { devices: 1, budget: { timers: 1, takeovers: 1 } },
  'one device, a controller without the journal': { devices: 1, budget: { aliens: 1 } },
  'one device, an older copy of the journal': {
    devices: 1,
    budget: { crashes: 1, falls: 1, takeovers: 1 },
  },
};

const large: Readonly<Record<string, Setting>> = {
  'two lives, both go on': { devices: 2, budget: { takeovers: 1 } },
  'two lives after a crash': { devices: 2, budget: { crashes: 1, takeovers: 1 } },
  'a controller without the journal': { devices: 2, budget: { aliens: 1 } },
  'a device starts again': { devices: 2, budget: { restarts: 1, takeovers: 1 } },
};

describe('A19: every world that can be reached keeps the invariants', () => {
  it.each(Object.entries(small))(
    '%s, wholly',
    (_, setting) => {
      const { violation, trace, whole } = explore(newWorld(setting), 100_000);
      expect({ violation, trace }).toEqual({ violation: undefined, trace: undefined });
      expect(whole).toBe(true);
    },
    60_000,
  );

  // What a device that does not know the transaction keeps of an inquiry is needed against foreign journals only.
  it('with one journal, though an idle device keeps nothing of an inquiry', () => {
    const budget = { crashes: 1, takeovers: 1 };
    const world = newWorld({ devices: 1, budget, broken: new Set(['idle-takes-epoch']) });
    expect(explore(world, 100_000)).toMatchObject({ whole: true });
  });

  it('S1 F19: an older copy of the journal in its place, COMMIT on its way', () => {
    const world = newWorld({ devices: 2, budget: { falls: 1, takeovers: 1 } });
    const { violation, trace, whole } = explore(committedAndAlone(world), reach(6_000, 100_000));
    expect({ violation, trace }).toEqual({ violation: undefined, trace: undefined });
    expect(whole).toBe(reach(false, true));
  }, 60_000);

  it.each(Object.entries(large))(
    '%s, as far as it reaches',
    (_, setting) => {
      const { violation, trace, worlds } = explore(newWorld(setting), limit);
      expect({ violation, trace }).toEqual({ violation: undefined, trace: undefined });
      expect(worlds).toBeGreaterThan(5_000);
    },
    600_000,
  );
});
