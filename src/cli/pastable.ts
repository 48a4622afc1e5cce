/**
 * Commands in what people are told: whoever pastes one means the same journal.
 *
 * Rule 1: the folder stands in it, as an absolute path, unless the command finds it by itself.
 * Deliberately not here: which command helps (that is said where the fault is made).
 */
import { resolve } from 'node:path';
import { word } from '../device/quote.ts';
import { defaultState } from './default-state.ts';

/** The command line as a person would type it, for this state folder. */
export function commandFor(state: string, command: string): string {
  const folder = resolve(state);
  const found = process.env['CUTOVER_STATE'] === undefined && folder === resolve(defaultState());
  return found ? command : `${command} --state ${word(folder)}`;
}

const COMMANDS = /`(cutover (?:status|recover|abort|history)\b[^`]*)`/g;

/** A text with each command in it made such that it can be pasted. */
export function pastable(state: string, text: string): string {
  return text.replaceAll(COMMANDS, (whole, command: string) =>
    command.includes(' --state') ? whole : `\`${commandFor(state, command)}\``,
  );
}

/** The same for each hint of a fault or an event, however deep. */
export function withPastableHints<T>(state: string, value: T): T {
  const text = JSON.stringify(value, (key, inner: unknown) =>
    key === 'hint' && typeof inner === 'string' ? pastable(state, inner) : inner,
  );
  return JSON.parse(text) as T;
}
