/**
 * Which names are let in.
 *
 * Rule 1: what passes is harmless as an argument, in a file name and on a screen: it can be no option
 *         (`-x`), no way up (`..`), no shell text, no control byte.
 */
import { shapeProblem } from '../language/values/shapes.ts';

const DEVICE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const WORD = /^[a-z][a-z0-9-]{0,63}$/;

export const DEVICE_RULE =
  'letters, digits, `.`, `_` and `-`, beginning with a letter or digit, at most 64';
export const WORD_RULE = 'small letters, digits and `-`, beginning with a letter, at most 64';

/** A device's or a group's name. */
export function isDeviceName(text: string): boolean {
  return DEVICE.test(text);
}

/** A label's, a param's, a platform's name: a word as in a script. */
export function isWord(text: string): boolean {
  return WORD.test(text);
}

/** A secret's name; it may become part of an environment variable's. */
export function isSecretName(text: string): boolean {
  return DEVICE.test(text);
}

export function isHost(text: string): boolean {
  return shapeProblem(text, 'host') === undefined;
}

/** A user on a device or server: no option, no host part. */
export function isUser(text: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9_.@+-]{0,63}$/.test(text);
}

export interface HostAndPort {
  readonly host: string;
  readonly port?: number;
}

/** `host`, `host:port`, `::1`, `[::1]:22`; nothing where it is none of them. */
export function readHostAndPort(text: string): HostAndPort | undefined {
  if (isHost(text)) return { host: text };
  const match = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(text);
  const host = match?.[1] ?? match?.[2] ?? '';
  if (!isHost(host)) return undefined;
  if (match?.[3] === undefined) return { host };
  const port = readPort(match[3]);
  return port === undefined ? undefined : { host, port };
}

export function readPort(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : undefined;
}
