/**
 * Prepare on one device: check, backup, stage, while the service runs.
 *
 * Rule 1: the installed version decides first: equal is nothing to do, newer is refused.
 * Rule 2: nothing live is touched; what is made is on record, so that a revert drops it.
 */
import type { AnswerFrame } from '../device/session.ts';
import { quote, word } from '../device/quote.ts';
import type { CheckedItem } from '../language/checked.ts';
import { compareVersions } from '../language/evaluate.ts';
import { isFault, type FaultValue, type OrFault } from '../protocol/fault.ts';
import type { Answer } from '../protocol/messages.ts';
import { readAnswer } from './answers.ts';
import { callLines } from './calls.ts';
import type { DeviceContext } from './context.ts';
import { splitLets } from './lets.ts';
import { outermost } from './made.ts';
import { managedBy } from './managed.ts';
import { openingLines } from './opening.ts';
import { perform, type Performance } from './perform.ts';
import { readingAs } from './reading.ts';

export async function prepare(performance: Performance): Promise<OrFault<Answer>> {
  const { context } = performance;
  const opening = openingLines(context);
  if ('fault' in opening) return opening;
  const looked = await perform(performance, lookItems(context), opening, undefined);
  if (isFault(looked) || looked.word !== 'more') return told(looked, performance);
  const order = compareVersions(installed(context), context.plan.release.version);
  if (order > 0) return newer(context);
  return order === 0 ? stay(performance) : makeReady(performance);
}

/** What is read before anything is made: the version first. */
export function lookItems({ script }: DeviceContext): readonly CheckedItem[] {
  const { early, late } = splitLets(script);
  return [
    ...early,
    readingAs(script.installed, 'device.version'),
    ...late,
    ...(script.phases.check ?? []),
  ];
}

async function makeReady(performance: Performance): Promise<OrFault<Answer>> {
  const { script } = performance.context;
  const reading =
    script.prepared === undefined ? [] : [readingAs(script.prepared, 'prepared.version')];
  const items = [...(script.phases.backup ?? []), ...(script.phases.stage ?? []), ...reading];
  const made = await perform(performance, items, [], undefined);
  if (isFault(made) || made.word !== 'more') return told(made, performance);
  const { scope, plan } = performance.context;
  return close(performance, String(scope.get('prepared.version') ?? plan.release.version), false);
}

/** A member already there: its software stays, its state goes the way of the others'. */
function stay(performance: Performance): Promise<OrFault<Answer>> {
  return close(performance, installed(performance.context), true);
}

async function close(
  performance: Performance,
  version: string,
  already: boolean,
): Promise<OrFault<Answer>> {
  const { context } = performance;
  const mend = mendLines(context);
  if ('fault' in mend) return mend;
  const managed = managedBy(context.script, context.scope).map(
    ({ kind, value }) => `kit_managed ${kind} ${word(value)}`,
  );
  const made = outermost(performance.made).map((path) => `kit_made ${word(path)}`);
  const reply = `staged ${quote(version)} ${already ? '1' : '0'} ${String(context.leases.stagedS)}`;
  return told(
    await perform(performance, [], [], { lines: [...managed, ...made, ...mend], reply }),
    performance,
  );
}

/** The script's `revert` block, ready on the device before it can be needed. */
function mendLines(context: DeviceContext): readonly string[] | FaultValue {
  const source = {
    script: context.script,
    scope: context.scope,
    secret: (name: string) => context.desk.secret(name),
  };
  return callLines('kit_mend', context.script.phases.revert ?? [], source);
}

function told(frame: OrFault<AnswerFrame>, performance: Performance): OrFault<Answer> {
  return isFault(frame) ? frame : readAnswer(frame, performance.cause);
}

function installed({ scope }: DeviceContext): string {
  return String(scope.get('device.version') ?? '');
}

function newer(context: DeviceContext): Answer {
  const message = `it has ${installed(context)}, which is newer than the ordered ${context.plan.release.version}; a version never falls`;
  return { answer: 'failed', state: 'preparing', fault: { code: 'newer-version', message } };
}
