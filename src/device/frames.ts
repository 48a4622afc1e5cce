/**
 * What a device's shell says, told apart: frames, and everything between them (docs/device-kit.md).
 *
 * Rule 1: a frame is a line that begins with the session's token; nothing else is believed.
 * Rule 2: the memory is bounded whatever comes: a line that can't be a frame is passed on in pieces.
 * Deliberately not here: what an answer means (`../interpreter`), making text harmless (`sanitize`).
 */
import { StringDecoder } from 'node:string_decoder';

export type Frame =
  | { readonly frame: 'hello'; readonly facts: Readonly<Record<string, string>> }
  | { readonly frame: 'need-kit' }
  /** The kit's folder can't be made or written; why, stands before it. */
  | { readonly frame: 'no-home' }
  | StepFrame
  | { readonly frame: 'value'; readonly no: number; readonly text: string }
  | {
      readonly frame: 'answer';
      readonly seq: number;
      readonly word: string;
      readonly fields: Readonly<Record<string, string>>;
    };

export interface StepFrame {
  readonly frame: 'step' | 'undo';
  readonly no: number;
  readonly result: StepResult;
  readonly status: number;
  /** Centiseconds of the device's uptime. */
  readonly upCs: number;
}

export type StepResult = 'begin' | 'done' | 'already' | 'failed' | 'skipped';

export interface FrameHandlers {
  readonly onFrame: (frame: Frame) => void;
  /** Raw text between frames, in pieces. */
  readonly onOutput: (text: string) => void;
}

export interface FrameReader {
  feed(chunk: Buffer): void;
  /** A line that has begun and not ended: a prompt, perhaps. */
  unfinished(): string;
}

/** A line longer than this is no frame. */
const LONGEST_FRAME = 65_536;
const LONGEST_VALUE = 1_048_576;

export function makeFrameReader(token: string, handlers: FrameHandlers): FrameReader {
  const decoder = new StringDecoder('utf8');
  const sorter = makeLineSorter(token, handlers);
  let rest = '';
  return {
    feed(chunk) {
      const lines = (rest + decoder.write(chunk)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) sorter.line(line, true);
      if (rest.length > LONGEST_FRAME) {
        sorter.line(rest, false);
        rest = '';
      }
    },
    unfinished: () => rest,
  };
}

/** Sorts whole lines (or, with `ended` false, a piece of one too long to be a frame). */
function makeLineSorter(
  token: string,
  handlers: FrameHandlers,
): { line(text: string, ended: boolean): void } {
  let value: { no: number; text: string } | undefined;
  let midLine = false;
  // The newline before a frame is the kit's own: each is held back until the next line shows.
  let heldNewline = false;
  const pass = (text: string): void => {
    if (value === undefined) handlers.onOutput(text);
    else if (value.text.length < LONGEST_VALUE) value.text += text;
  };
  const endValue = (): void => {
    if (value !== undefined) handlers.onFrame({ frame: 'value', ...value });
    value = undefined;
  };
  return {
    line(text, ended) {
      if (!midLine && ended && text.startsWith(`${token} `)) {
        heldNewline = false;
        endValue();
        const words = text.slice(token.length + 1).split(' ');
        if (words[0] === 'value') value = { no: Number(words[1]), text: '' };
        else for (const frame of parseFrame(words)) handlers.onFrame(frame);
        return;
      }
      const before = heldNewline ? '\n' : '';
      heldNewline = ended;
      midLine = !ended;
      if (before + text !== '') pass(before + text);
    },
  };
}

function parseFrame(words: readonly string[]): readonly Frame[] {
  const [kind = '', first = '', second = '', ...more] = words;
  switch (kind) {
    case 'hello':
      return [{ frame: 'hello', facts: fieldsOf(words.slice(1)) }];
    case 'need-kit':
    case 'no-home':
      return [{ frame: kind }];
    case 'step':
    case 'undo':
      return stepFrame(kind, first, second, more);
    case 'answer':
      return [{ frame: 'answer', seq: Number(first), word: second, fields: fieldsOf(more) }];
    default:
      return [];
  }
}

const RESULTS: readonly string[] = [
  'begin',
  'done',
  'already',
  'failed',
  'skipped',
] satisfies StepResult[];

function stepFrame(
  frame: 'step' | 'undo',
  no: string,
  result: string,
  more: readonly string[],
): readonly Frame[] {
  if (!RESULTS.includes(result)) return [];
  const [status, upCs] = result === 'begin' ? ['0', more[0]] : more;
  return [
    {
      frame,
      no: Number(no),
      result: result as StepResult,
      status: Number(status),
      upCs: Number(upCs ?? 0),
    },
  ];
}

function fieldsOf(words: readonly string[]): Readonly<Record<string, string>> {
  const pairs = words
    .filter((word) => word.includes('='))
    .map((word) => {
      const at = word.indexOf('=');
      return [word.slice(0, at), unescape(word.slice(at + 1))] as const;
    });
  return Object.fromEntries(pairs);
}

/** `%XX` back to its byte; a broken escape stays as it is. */
function unescape(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
