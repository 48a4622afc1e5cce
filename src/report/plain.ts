/**
 * The stream of events as lines of plain text, for terminals without a screen, logs and CI.
 * A pure function of the events, but for what it remembers: each device's percentage and step.
 */
import type { CutoverEvent, Reach } from './events.ts';
import { duration } from './duration.ts';
import { outageText, outcomeText } from './outcome-text.ts';
import { stateWord } from './state-word.ts';

export function makePlainReport(): (event: CutoverEvent) => readonly string[] {
  const percents = new Map<string, number>();
  const countIn = makeShares(percents);
  const words = new Map<string, string>();
  let widest = 8;
  const line = (event: CutoverEvent, who: string, text: string): string => {
    widest = Math.max(widest, [...who].length);
    const percent = percents.get(who);
    const share = percent === undefined ? '     ' : `${String(percent).padStart(3)} %`;
    return `${event.at.slice(11, 19)}  ${who.padEnd(widest)}  ${share}  ${text}`;
  };
  const fetched: boolean[] = [];
  return (event) => {
    if (event.event === 'order-answered' && event.order === 'download')
      fetched.push(event.fault === undefined);
    countIn(event);
    if (event.event === 'step-began') words.set(event.device, event.words);
    if (event.event === 'run-ended' && fetched.length > 0)
      return [line(event, 'result', fetchedText(fetched.splice(0)))];
    return textsOf(event, words).map(({ who, text }) => line(event, who, text));
  };
}

/** How much of a transaction was done before it was taken up nobody knows: it has no share. */
function makeShares(percents: Map<string, number>): (event: CutoverEvent) => void {
  const recovered = new Set<string>();
  return (event) => {
    if (event.event === 'recovery-found') recovered.add(event.transaction);
    if (event.event === 'progress' && !recovered.has(event.transaction))
      percents.set(event.device, event.percent);
    if (event.event === 'unit-started' && !recovered.has(event.transaction))
      for (const device of event.devices) percents.set(device, 0);
    if (event.event === 'order-answered' && event.order === 'download' && event.fault === undefined)
      percents.set(event.device, 100);
  };
}

function fetchedText(fetched: readonly boolean[]): string {
  const ready = fetched.filter((ok) => ok).length;
  return `${String(ready)} of ${count(fetched.length, 'device')} ${ready === 1 ? 'has' : 'have'} what the plan needs; nothing else was touched`;
}

interface Text {
  readonly who: string;
  readonly text: string;
}

function textsOf(event: CutoverEvent, words: ReadonlyMap<string, string>): readonly Text[] {
  switch (event.event) {
    case 'run-started':
      return [
        {
          who: 'plan',
          text: `${event.plan} (${event.hash.slice(0, 16)}): ${sizeText(event)}${event.unsigned === undefined ? '' : '; the release is unsigned'}`,
        },
      ];
    case 'recovery-found':
      return [{ who: 'recover', text: `found ${event.transaction}: ${event.found}` }];
    case 'unit-started':
      return [
        {
          who: event.unit,
          text: `transaction ${event.transaction}, epoch ${String(event.epoch)}: ${event.devices.join(', ')}`,
        },
      ];
    case 'standing':
      return standingTexts(event);
    case 'decision':
      return [{ who: 'decision', text: decisionText(event) }];
    case 'order-told':
      return [{ who: event.device, text: `${event.order} …` }];
    case 'order-answered':
      return answerTexts(event);
    case 'step-began':
      return [];
    case 'step-ended':
      return stepTexts(event, words.get(event.device) ?? event.step);
    case 'step-output':
      return outputTexts(event);
    case 'progress':
      return [];
    case 'waiting':
      return [{ who: event.device, text: `no answer to ${event.order}: ${event.why}` }];
    case 'unit-ended':
      return outcomeText(event.unit, event.outcome).map((text) => ({ who: 'result', text }));
    case 'run-ended':
      return event.unsigned === undefined
        ? []
        : [{ who: 'result', text: 'unsigned: nobody’s signature of the release was checked' }];
  }
}

type Decision = Extract<CutoverEvent, { event: 'decision' }>;

/** What it means for the devices: a decision that changes nothing is not told as if it did. */
const DECISIONS: Readonly<Record<Decision['decision'], Readonly<Record<Reach, string>>>> = {
  preparing: everywhere('preparing; no service is touched'),
  switching: {
    ...everywhere('SWITCHING: services go down and come up new'),
    nothing: 'nothing to switch: every device is already on the ordered version',
  },
  commit: { ...everywhere('COMMIT'), nothing: 'every device stays as it is' },
  abort: {
    nothing: 'ABORT; nothing was touched',
    staged: 'ABORT; no service was touched, and what was staged is dropped',
    live: 'ABORT; every device that has begun to switch goes back',
  },
};

function everywhere(text: string): Readonly<Record<Reach, string>> {
  return { nothing: text, staged: text, live: text };
}

function decisionText({ decision, reach, cause }: Decision): string {
  const text = DECISIONS[decision][reach];
  return cause === undefined ? text : `${text}: ${cause}`;
}

function standingTexts(event: Extract<CutoverEvent, { event: 'standing' }>): readonly Text[] {
  const { transaction, unit, operator, since, phase, devices } = event;
  const whose = `transaction ${transaction} of ${operator}, since ${since}: ${phase}`;
  const each = devices.map(({ device, state, waits }) => {
    const said = state === undefined ? 'not asked yet' : `last said: ${stateWord(state)}`;
    return { who: device, text: waits === undefined ? said : `${said}; waits for ${waits}` };
  });
  return [{ who: unit, text: whose }, ...each];
}

function stepTexts(
  event: Extract<CutoverEvent, { event: 'step-ended' }>,
  words: string,
): readonly Text[] {
  if (event.result === 'skipped') return [];
  const text = `  ${words} (line ${String(event.line)}): ${event.result} in ${duration(event.ms)}`;
  return [{ who: event.device, text }];
}

function answerTexts(event: Extract<CutoverEvent, { event: 'order-answered' }>): readonly Text[] {
  const why = event.fault === undefined ? '' : `: ${event.fault.message}`;
  const down = event.outages === undefined ? '' : `; down: ${outageText(event.outages)}`;
  const there = event.already === undefined ? '' : `: already on ${event.already}, not touched`;
  // In a run the hint stands with the unit's cause; a download has no such last words.
  const hint = event.order === 'download' ? event.fault?.hint : undefined;
  const texts = [
    `${event.answer}${why}${there}${down}`,
    ...(hint === undefined ? [] : [`hint: ${hint}`]),
  ];
  return texts.map((text) => ({ who: event.device, text }));
}

function outputTexts(event: Extract<CutoverEvent, { event: 'step-output' }>): readonly Text[] {
  const lines = event.text === '' ? [] : event.text.replace(/\n$/, '').split('\n');
  const note = event.capped ? ['(more was printed; the rest is left out)'] : [];
  return [...lines, ...note].map((text) => ({ who: event.device, text: `    | ${text}` }));
}

/** A download has no units: each device fetches for itself. */
function sizeText({ units, devices }: Extract<CutoverEvent, { event: 'run-started' }>): string {
  return units === 0
    ? `download to ${count(devices, 'device')}`
    : `${count(units, 'unit')}, ${count(devices, 'device')}`;
}

function count(number: number, what: string): string {
  return `${String(number)} ${what}${number === 1 ? '' : 's'}`;
}
