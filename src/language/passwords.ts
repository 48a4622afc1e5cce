/**
 * Passwords that somebody wrote into a URL: what is shown has `***` in their place (S13).
 *
 * Rule 1: rather too much is hidden than too little: a password may hold blanks, `/` and `@`, so all up to the last
 *         `@` before the next URL goes.
 */

/** `ftp://user:` and what follows, up to the last `@`. */
const inUrl = /([a-z][a-z0-9+.-]*:[\\/]+[^\s:@\\/"'`]*:)((?:(?![a-z][a-z0-9+.-]*:\/\/).)+)@/gi;
const MASK = '***';

export function hidePasswords(text: string): string {
  return text.replace(inUrl, `$1${MASK}@`);
}

/** Where what stood at `offset` stands when passwords are hidden. */
export function offsetWithoutPasswords(text: string, offset: number): number {
  let shift = 0;
  for (const { index, 1: head = '', 2: password = '' } of text.matchAll(inUrl)) {
    const start = index + head.length;
    const end = start + password.length;
    if (offset < end) return shift + (offset <= start ? offset : start);
    shift += MASK.length - password.length;
  }
  return offset + shift;
}

/** Of a text that is meant to be a URL and may be none: user and password, wherever they begin. */
export function hideUser(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:[\\/]+)?.*@/is, `$1${MASK}@`);
}
