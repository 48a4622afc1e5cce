/**
 * What a text must look like to be of a type. The same rule for literals, for params from outside and
 * for what a device gives at run time.
 *
 * Rule 1: a refusal says what is wrong with this text, not only that something is.
 * Rule 2: nothing that passes can be an option (`-x`), a way up (`..`), or a control byte.
 */
import type { ScalarType } from '../checked.ts';
import { firstHidden } from '../hidden.ts';
import { isDebianVersion } from './debian-version.ts';
import { limits } from './limits.ts';
import { isVersion } from './version.ts';

/** Why the text isn't of the type; nothing if it is. Types that aren't written as text are always refused. */
export function shapeProblem(text: string, type: ScalarType): string | undefined {
  const problem = shapes[type];
  return problem === undefined ? `no text can be read as a ${type}` : problem(text);
}

type Shape = (text: string) => string | undefined;

const shapes: Readonly<Partial<Record<ScalarType, Shape>>> = {
  text: textProblem,
  path: pathProblem,
  name: nameProblem,
  host: hostProblem,
  url: urlProblem,
  file: pathProblem,
  version: (text) =>
    isVersion(text) ? undefined : 'it is not a version such as `3.0` or `3.0.1-rc.2`',
  'debian-version': (text) =>
    isDebianVersion(text) ? undefined : 'it is not a Debian version such as `1:2.36-9+deb12u4`',
};

function textProblem(text: string): string | undefined {
  if (text.includes('\0')) return 'it holds a NUL, which no program can be given';
  if (!text.isWellFormed()) return 'it holds half a surrogate pair, which UTF-8 can’t carry';
  if (new TextEncoder().encode(text).length > limits.textBytes)
    return `it is longer than ${limits.textBytes} bytes`;
  return undefined;
}

function pathProblem(text: string): string | undefined {
  if (!/^(?:\/|[A-Za-z]{1,8}:\/)/.test(text)) return 'a path is absolute: it begins with `/`';
  return pathPartProblem(text) ?? segmentsProblem(text.replace(/^[A-Za-z]{1,8}:/, ''));
}

/** What no part of a path may hold, whatever stands around it. */
function pathPartProblem(text: string): string | undefined {
  if (text.length > limits.path) return `a path has at most ${limits.path} characters`;
  if (firstHidden(text) !== undefined || /[\t\n\r]/.test(text) || !text.isWellFormed())
    return 'a path holds no control or invisible characters';
  if (/[*?[\]]/.test(text)) return 'a path holds no wildcards: a folder is all that is in it';
  if (text.includes('\\')) return 'a path is written with `/` on every platform';
  return undefined;
}

function segmentsProblem(text: string): string | undefined {
  if (text === '/') return undefined;
  const segments = text.slice(1).split('/');
  if (segments.includes('..')) return 'a path never goes up with `..`';
  if (segments.includes('.')) return 'a path has no `.` in it';
  if (segments.includes('')) return 'a path has no `//` in it and no `/` at its end';
  return undefined;
}

function nameProblem(text: string): string | undefined {
  if (/^[A-Za-z0-9_][A-Za-z0-9_.@:+~-]{0,254}$/.test(text)) return undefined;
  return 'a name is of letters, digits and `_ . @ : + ~ -`, and begins with a letter, a digit or `_`';
}

const LABEL = '[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?';
const HOST = new RegExp(`^${LABEL}(?:\\.${LABEL})*\\.?$`);

function hostProblem(text: string): string | undefined {
  if (text.length <= 253 && HOST.test(text)) return undefined;
  if (/^[0-9A-Fa-f:]{2,39}(?:%[A-Za-z0-9]+)?$/.test(text) && text.includes(':')) return undefined;
  return 'it is neither a host name nor an address';
}

function urlProblem(text: string): string | undefined {
  if (text.length > 2_048) return 'a url has at most 2048 characters';
  if (/^[a-z][a-z0-9+.-]*:\/\/[!#-;=?-Z\]\[_a-z~]+$/.test(text)) return undefined;
  return 'a url looks like `http://127.0.0.1:8080/health`, without blanks';
}
