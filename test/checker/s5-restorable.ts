/**
 * S5: while not confirmed, restoring gives exactly the old.
 *
 * Rule 1: shown by restoring: the harness does it, on the device or on a copy, and gives both looks.
 * Rule 2: until then what is needed for it is there: each undo record's kept things.
 */
import { differences } from './differences.ts';
import type { DeviceEvidence, DeviceTransaction, Evidence, Violation } from './evidence.ts';
import { openStates, overMoments, stateOf } from './history.ts';

export function restorable(evidence: Evidence): readonly Violation[] {
  return [
    ...evidence.restorations.flatMap(({ device, what, before, after }): readonly Violation[] => {
      const found = differences(before, after, lenienceOf(evidence, device));
      return found.length === 0
        ? []
        : [{ rule: 'S5', device, what: `restored, and not as before: ${what}`, evidence: found }];
    }),
    ...overMoments(evidence, (moment) =>
      moment.devices.flatMap((device) =>
        device.transactions
          .filter((folder) => openStates.includes(stateOf(folder)))
          .flatMap((folder) => lost(moment.label, device, folder)),
      ),
    ),
  ];
}

/** What an undo record puts back from, and the disc no longer has. */
function lost(
  label: string,
  device: DeviceEvidence,
  folder: DeviceTransaction,
): readonly Violation[] {
  return folder.undo
    .filter((record) => record.whole)
    .flatMap((record): readonly Violation[] => {
      const wanted = [...record.text.matchAll(/^kit_undo_restore '?([0-9]+)'?/gm)].map(
        (found) => found[1] ?? '',
      );
      const gone = wanted.filter((no) => !folder.kept.includes(no));
      if (gone.length === 0) return [];
      const what = 'an undo record puts back from a keep that is gone';
      const shown = [label, ...gone.map((no) => `undo/${record.no} needs kept/${no}`)];
      return [
        {
          rule: 'S5',
          device: device.device,
          transaction: folder.transaction,
          what,
          evidence: shown,
        },
      ];
    });
}

function lenienceOf(evidence: Evidence, device: string): DeviceEvidence['lenience'] {
  const found = evidence.moments.at(-1)?.devices.find((one) => one.device === device);
  return { volatile: found?.lenience.volatile ?? [], made: [] };
}
