/**
 * S11: the bytes installed are the bytes that were hashed.
 *
 * Rule 1: a fetched package's bytes hash to the name that it is kept under.
 * Rule 2: on a device that has switched, each file of the package is as its publisher had it.
 * Rule 3: before SWITCHING each member said once more, and after its staged, that what it made is what it staged.
 * Rule 4: what a device that has switched has on its disc is what its own record of the staged says.
 */
import type {
  DeviceEvidence,
  DeviceTransaction,
  Entry,
  Evidence,
  MadeEntry,
  Moment,
  Violation,
} from './evidence.ts';
import {
  answersOf,
  folderOf,
  has,
  historiesOf,
  overMoments,
  rowsBefore,
  stateOf,
  type History,
} from './history.ts';
import type { AnswerRecord } from './records.ts';

const onNew = ['armed', 'held', 'voted', 'confirmed'];

export function sameBytes(evidence: Evidence): readonly Violation[] {
  return [...installedBytes(evidence), ...switchedTo(evidence)];
}

function installedBytes(evidence: Evidence): readonly Violation[] {
  return overMoments(evidence, (moment) =>
    moment.devices.flatMap((device) => [
      ...cached(moment, device),
      ...device.transactions.flatMap((folder) => asStaged(moment, device, folder)),
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

/** By the journal, and by what the device's folder says it was. */
function switchedTo(evidence: Evidence): readonly Violation[] {
  return overMoments(evidence, (moment) =>
    historiesOf(moment.journalThen)
      .filter(({ rows }) => has(rows, 'switching'))
      .flatMap((history) =>
        history.members.flatMap((device) => askedAgain(moment, history, device)),
      ),
  );
}

function askedAgain(moment: Moment, history: History, device: string): readonly Violation[] {
  const answers = answersOf(rowsBefore(history, 'switching'), device).map(({ answer }) => answer);
  const at = answers.findIndex(({ answer }) => answer === 'staged');
  const made = answers[at]?.made;
  const again = answers
    .slice(at + 1)
    .filter(({ answer }) => answer === 'standing')
    .at(-1);
  const onDisc = moment.devices
    .filter((one) => one.device === device)
    .flatMap((one) => folderOf(one, history.transaction)?.made ?? []);
  const wrong = [
    ...(again?.made === made && again?.changed === undefined
      ? []
      : [`asked again: ${shown(again)}`]),
    ...onDisc.filter((one) => one !== made).map((one) => `on its disc: ${one}`),
  ];
  if (at < 0 || wrong.length === 0) return [];
  const { transaction } = history;
  const what = 'it was switched, though what it had staged was another';
  const evidence = [moment.label, `staged: ${made ?? 'nothing'}`, ...wrong];
  return [{ rule: 'S11', device, transaction, what, evidence }];
}

function shown(answer: AnswerRecord['answer'] | undefined): string {
  return answer?.changed ?? answer?.made ?? 'nothing';
}

function asStaged(
  moment: Moment,
  { device, snapshot, lenience }: DeviceEvidence,
  folder: DeviceTransaction,
): readonly Violation[] {
  if (!onNew.includes(stateOf(folder)) || folder.madeEntries === undefined) return [];
  const watched = (path: string): boolean =>
    lenience.made.some((one) => path === one || path.startsWith(`${one}/`));
  const wrong = folder.madeEntries
    .filter(({ path }) => watched(path))
    .filter((entry) => !isSo(entry, snapshot.paths[entry.path]))
    .map(({ kind, path }) => `${path}: ${kind}`);
  if (wrong.length === 0) return [];
  const what = 'what is installed is not what was staged';
  return [{ rule: 'S11', device, what, evidence: [moment.label, ...wrong] }];
}

function isSo(entry: MadeEntry, found: Entry | undefined): boolean {
  if (entry.kind === 'content') return found?.sha256 === entry.sha256;
  if (entry.kind === 'entry') return found?.mode === entry.mode;
  return found === undefined || found.type === 'absent';
}
