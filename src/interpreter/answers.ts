/** Answer frames read as answers; what doesn't fit its shape is a fault, never believed. */
import type { AnswerFrame } from '../device/session.ts';
import { sanitizeLine } from '../device/sanitize.ts';
import { fault, type Fault, type OrFault } from '../protocol/fault.ts';
import type { Answer, DeviceState, Outage } from '../protocol/messages.ts';
import { deviceTable } from '../protocol/device-table.ts';
import type { SentStep } from './desk.ts';

type Fields = Readonly<Record<string, string>>;

/** `cause`: why the step failed that it names; `undone`: the step whose way back failed. */
export function readAnswer(frame: AnswerFrame, cause?: Fault, undone?: SentStep): OrFault<Answer> {
  const { fields } = frame;
  switch (frame.word) {
    case 'standing':
      return standing(fields);
    case 'staged':
      return {
        answer: 'staged',
        version: fields['version'] ?? '',
        fingerprint: fields['fingerprint'] ?? '',
        already: fields['already'] === '1',
        ...optional('made', fields['made']),
      };
    case 'armed':
      return {
        answer: 'armed',
        fingerprint: fields['fingerprint'] ?? '',
        outages: outagesOf(fields),
      };
    case 'verified':
      return { answer: 'verified', version: '' };
    case 'voted':
    case 'confirmed':
    case 'reported':
      return { answer: frame.word };
    case 'finished':
      return { answer: 'finished', warnings: [] };
    case 'reverted':
      return {
        answer: 'reverted',
        ...optional('fingerprint', fields['fingerprint']),
        ...(fields['unknown'] === '1' && { left: [] }),
        ...(fields['strayed'] !== undefined && { strayed: sanitizeLine(fields['strayed']) }),
        outages: outagesOf(fields),
      };
    case 'broken':
      return {
        answer: 'broken',
        fault: brokenFault(fields, undone),
        backup: sanitizeLine(fields['backup'] ?? ''),
        outages: outagesOf(fields),
      };
    case 'failed':
      return { answer: 'failed', state: stateOf(fields), fault: cause ?? failedFault(fields) };
    case 'refused':
      // Whose lock it is, is not known: the holder that it names is the transaction's.
      if (fields['reason'] === 'locked') return fault('device-locked', REASONS['lock'] ?? '');
      return { answer: 'refused', holder: holderOf(fields) };
    default:
      return fault('bad-answer', `the device answered ${sanitizeLine(frame.word)}`);
  }
}

function standing(fields: Fields): Answer {
  return {
    answer: 'standing',
    state: stateOf(fields),
    alien: fields['alien'] === '1',
    ...optional('fingerprint', fields['fingerprint']),
    ...optional('made', fields['made']),
    ...optional('changed', sanitizeLine(fields['changed'] ?? '')),
    outages: outagesOf(fields),
  };
}

function stateOf(fields: Fields): DeviceState {
  const state = fields['state'] ?? 'idle';
  return state in deviceTable ? (state as DeviceState) : 'broken';
}

/** A field that is there only where it says something. */
function optional<Key extends string>(
  key: Key,
  value: string | undefined,
): { readonly [K in Key]?: string } {
  return value === undefined || value === ''
    ? {}
    : ({ [key]: value } as { readonly [K in Key]: string });
}

/** `S:CS:1,S:CS:0`: service, centiseconds down, ended. */
function outagesOf(fields: Fields): readonly Outage[] {
  return (fields['outages'] ?? '').split(',').flatMap((entry) => {
    const [, service = '', cs = '', ended = ''] = /^(.*):(\d+):([01])$/.exec(entry) ?? [];
    return service === ''
      ? []
      : [{ service: sanitizeLine(service), ms: Number(cs) * 10, ended: ended === '1' }];
  });
}

function holderOf(fields: Fields): Extract<Answer, { answer: 'refused' }>['holder'] {
  const text = (key: string): string => sanitizeLine(fields[key] ?? '');
  return {
    transaction: text('transaction'),
    epoch: Number(fields['epoch'] ?? 0),
    controller: text('controller'),
    operator: text('operator'),
    since: text('since'),
  };
}

const REASONS: Readonly<Record<string, string>> = {
  changed: 'what the switch would replace is no longer as it was when it was backed up',
  made: 'what was staged has changed since',
  hold: "the device's own timer could not be disarmed",
  drill: 'the dead-man timer did not outlive its session in the drill',
  stopped: 'it was told to stop',
  lock: 'another command holds the lock on the device',
  disc: 'its disc is full or can not be written',
  state: 'it is in a state in which this can not be done',
};

function failedFault(fields: Fields): Fault {
  const reason = fields['reason'] ?? '';
  const known = REASONS[reason] ?? `it says ${sanitizeLine(reason === '' ? 'nothing' : reason)}`;
  const detail = fields['detail'] === undefined ? '' : `: ${sanitizeLine(fields['detail'])}`;
  return {
    code: `device-${reason === '' ? 'failed' : sanitizeLine(reason)}`,
    message: `${known}${detail}`,
  };
}

function brokenFault(fields: Fields, undone: SentStep | undefined): Fault {
  const where =
    undone === undefined
      ? (BROKEN_IN[fields['reason'] ?? ''] ?? 'the revert failed')
      : `the way back of \`${undone.step}\`, line ${String(undone.line)}, failed`;
  const detail = fields['detail'] === undefined ? '' : `: ${sanitizeLine(fields['detail'])}`;
  const at = undone === undefined ? {} : { step: undone.step, line: undone.line };
  return { code: 'revert-failed', message: `${where}${detail}`, ...at };
}

const BROKEN_IN: Readonly<Record<string, string>> = {
  changed: 'after the revert it is not as it was before',
  revert: "the script's `revert` block failed",
};
