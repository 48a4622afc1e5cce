/**
 * S11: the bytes installed are the bytes that were hashed.
 *
 * Rule 1: a fetched package's bytes hash to the name that it is kept under.
 * Rule 2: on a device that has switched, each file of the package is as its publisher had it.
 */
import type { DeviceEvidence, Evidence, Moment, Violation } from './evidence.ts';
import { overMoments, stateOf } from './history.ts';

const onNew = ['armed', 'held', 'voted', 'confirmed'];

export function sameBytes(evidence: Evidence): readonly Violation[] {
  return overMoments(evidence, (moment) =>
    moment.devices.flatMap((device) => [
      ...cached(moment, device),
      ...evidence.packed
        .filter((packed) => packed.device === device.device)
        .flatMap(({ files }) => installed(moment, device, files)),
    ]),
  );
}

function cached(moment: Moment, { device, cache }: DeviceEvidence): readonly Violation[] {
  return cache
    .filter(({ name, sha256 }) => name !== sha256)
    .map(({ name, sha256 }) => ({
      rule: 'S11',
      device,
      what: 'a fetched package is not what it is named by',
      evidence: [moment.label, `cache/${name}: ${sha256}`],
    }));
}

function installed(
  moment: Moment,
  device: DeviceEvidence,
  files: Readonly<Record<string, string>>,
): readonly Violation[] {
  if (!device.transactions.some((folder) => onNew.includes(stateOf(folder)))) return [];
  const wrong = Object.entries(files).flatMap(([path, sha256]) => {
    const found = device.snapshot.paths[path]?.sha256;
    return found === sha256 ? [] : [`${path}: ${found ?? 'no file'}, packed ${sha256}`];
  });
  if (wrong.length === 0) return [];
  const what = 'what is installed is not what was packed';
  return [{ rule: 'S11', device: device.device, what, evidence: [moment.label, ...wrong] }];
}
