/**
 * The one function that puts a value into shell text. Whatever is in it, the shell reads it back as
 * this very text, as one word.
 *
 * A NUL can't be carried by any shell: it is a Defect here, since the language lets none in.
 */
export function quote(text: string): string {
  if (text.includes('\0')) throw new Error('defect: a NUL byte in a value for a shell');
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Words that need no quotes stay bare, so that what was sent reads well. */
export function word(text: string): string {
  return /^[A-Za-z0-9_./:@%+,-]+$/.test(text) ? text : quote(text);
}
