/**
 * S4: at rest, a device is exactly the old or the new.
 *
 * Rule 1: which of them, its state says: armed, held, voted and confirmed are the new, all else the old.
 * Rule 2: a device in the middle of its switch or revert is not at rest; a broken one is named instead.
 * Rule 3: where nothing is under way and it is on the old, what prepare made is gone too.
 */
import { differences } from './differences.ts';
import type { DeviceEvidence, Evidence, Moment, Violation } from './evidence.ts';
import { overMoments, stateOf } from './history.ts';

const onNew = ['armed', 'held', 'voted', 'confirmed'];
const ended = ['dead', 'idle'];
const onOld = ['preparing', 'staged', ...ended];

export function oldOrNew(evidence: Evidence): readonly Violation[] {
  return overMoments(evidence, (moment) =>
    moment.devices.flatMap((device) => [
      ...standsRight(evidence, moment, device),
      ...knowsItself(moment, device),
    ]),
  );
}

function standsRight(
  evidence: Evidence,
  moment: Moment,
  device: DeviceEvidence,
): readonly Violation[] {
  const states = device.transactions.map(stateOf);
  if (!device.still) return [];
  if (states.some((state) => !onNew.includes(state) && !onOld.includes(state))) return [];
  const isNew = states.some((state) => onNew.includes(state));
  const wanted = (isNew ? evidence.expectedNew : evidence.before)[device.device];
  if (wanted === undefined) return [];
  const made = states.every((state) => ended.includes(state)) ? [] : device.lenience.made;
  const found = differences(wanted, device.snapshot, { ...device.lenience, made });
  if (found.length === 0) return [];
  const what = `the device should be exactly the ${isNew ? 'new' : 'old'}, and is not`;
  return [{ rule: 'S4', device: device.device, what, evidence: [moment.label, ...found] }];
}

/** A member that switched, and whose own fingerprint saw no difference, has a blind fingerprint. */
function knowsItself(moment: Moment, device: DeviceEvidence): readonly Violation[] {
  return device.transactions.flatMap((folder) => {
    const blind = !folder.already && folder.old !== undefined && folder.old === folder.new;
    if (!blind || !onNew.includes(stateOf(folder))) return [];
    const what = 'the device switched, and its own old and new fingerprints are equal';
    const shown = [moment.label, `old = new = ${folder.old}`];
    const { transaction } = folder;
    return [{ rule: 'S4', device: device.device, transaction, what, evidence: shown }];
  });
}
