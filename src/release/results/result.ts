/**
 * What a device reports, as text: `results/DEVICE.result`. The format's page is docs/agent.md.
 *
 * Rule 1: nobody signs it. Whatever it says is what somebody with access to the server says.
 * Rule 2: strict, as all that lies on a server: what isn't understood is a problem that is shown, never a guess.
 */
import { misread, numberAt, reading, shapes, take, takeIf, wordAt } from '../lines.ts';
import type { Line, Read, Shape } from '../lines.ts';

const OUTCOMES = [
  'current',
  'fetched',
  'committed',
  'reverted',
  'not-staged',
  'broken',
  'refused',
  'no-server',
] as const;
export type ResultOutcome = (typeof OUTCOMES)[number];

const MARKS = ['unsigned', 'plain'] as const;
export type ResultMark = (typeof MARKS)[number];

export interface DeviceResult {
  readonly device: string;
  readonly script: string;
  readonly release: string;
  readonly channel: string;
  /** By the device's clock. */
  readonly at: string;
  readonly outcome: ResultOutcome;
  readonly from?: string;
  readonly to?: string;
  readonly installed?: string;
  /** SHA-256 of the agent's text. */
  readonly agent: string;
  readonly marks: readonly ResultMark[];
  /** A code: of docs/releases.md, or of docs/agent.md. */
  readonly reason?: string;
  readonly step?: number;
  readonly line?: number;
  /** The device's words, any bytes. */
  readonly why?: string;
  readonly outages: readonly ServiceOutage[];
}

export interface ServiceOutage {
  readonly service: string;
  readonly ms: number;
  /** Otherwise it was still down. */
  readonly ended: boolean;
}

export const MOST_RESULT_BYTES = 65_536;
const HEADER = 'cutover-result 1';
const LONGEST_LINE = 32_768;
const MOST_OUTAGES = 200;

export function parseResult(text: string): Read<DeviceResult> {
  return reading(text, HEADER, resultIn, LONGEST_LINE);
}

function resultIn(lines: Line[]): DeviceResult {
  const word = (name: string, shape: Shape): string => wordAt(take(lines, name, 1), 1, shape);
  return {
    device: word('device', shapes.name),
    script: word('script', shapes.name),
    release: word('release', shapes.release),
    channel: word('channel', shapes.name),
    at: word('at', shapes.time),
    outcome: oneOf(take(lines, 'outcome', 1), 1, OUTCOMES),
    ...wordsIn(lines, ['from', 'to', 'installed']),
    agent: word('agent', shapes.sha256),
    marks: marksIn(lines),
    ...wordsIn(lines, ['reason']),
    ...numbersIn(lines, ['step', 'line']),
    ...wordsIn(lines, ['why']),
    outages: outagesIn(lines),
  };
}

function oneOf<T extends string>(line: Line, at: number, known: readonly T[]): T {
  const found = known.find((each) => each === line.words[at]);
  return found ?? misread(line, `word ${String(at + 1)} is none of \`${known.join(' ')}\``);
}

function wordsIn<K extends string>(
  lines: Line[],
  names: readonly K[],
): Readonly<Partial<Record<K, string>>> {
  const found: Partial<Record<K, string>> = {};
  for (const name of names) {
    const line = takeIf(lines, name, 1);
    if (line !== undefined) found[name] = unescaped(line, 1);
  }
  return found;
}

function numbersIn<K extends string>(
  lines: Line[],
  names: readonly K[],
): Readonly<Partial<Record<K, number>>> {
  const found: Partial<Record<K, number>> = {};
  for (const name of names) {
    const line = takeIf(lines, name, 1);
    if (line !== undefined) found[name] = numberAt(line, 1);
  }
  return found;
}

function marksIn(lines: Line[]): readonly ResultMark[] {
  const [next] = lines;
  const line = takeIf(lines, 'marks', Math.max(1, (next?.words.length ?? 0) - 1));
  return (line?.words.slice(1) ?? []).map((_, at) => oneOf(line as Line, at + 1, MARKS));
}

/** `outage SERVICE HUNDREDTHS ENDED`. */
function outagesIn(lines: Line[]): readonly ServiceOutage[] {
  const found: ServiceOutage[] = [];
  for (let line = takeIf(lines, 'outage', 3); line; line = takeIf(lines, 'outage', 3)) {
    if (found.length >= MOST_OUTAGES) misread(line, `more than ${String(MOST_OUTAGES)} outages`);
    const ended = oneOf(line, 3, ['0', '1']) === '1';
    found.push({ service: unescaped(line, 1), ms: numberAt(line, 2) * 10, ended });
  }
  return found;
}

/** Bytes other than the kit's words are `%xx`; what isn't UTF-8 then shows as such. */
function unescaped(line: Line, at: number): string {
  const word = line.words[at] ?? '';
  if (/%(?![0-9a-f]{2})/.test(word)) misread(line, 'a `%` without two hex digits behind it');
  const bytes = word.replace(/%(..)/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
