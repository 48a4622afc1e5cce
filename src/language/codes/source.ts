/** E00xx: the file itself: its size, its encoding, its characters. */
import type { CodeMap } from './page.ts';

export const sourceCodes = {
  E0001: {
    severity: 'error',
    title: 'the file is too large',
    page: `A script, a primitive or a plan is read and signed by people; 1 MiB is far beyond what anybody reads. A larger file is most often not a script at all, and is not opened.

Put long templates, programs and data into the release's artifacts, and split a script that has grown with \`use\`.`,
  },
  E0002: {
    severity: 'error',
    title: 'the file is not text',
    page: `A zero byte stands in the file; no text has one. It is most likely a program, an archive or a package.

Check the path that was given.`,
  },
  E0003: {
    severity: 'error',
    title: 'the file is in UTF-16',
    page: `Scripts are in UTF-8, so that their bytes, and with them their hash, are the same for everybody. Some editors and \`>\` in older PowerShell write UTF-16.

Save the file as UTF-8, with or without a byte order mark; or: \`iconv -f UTF-16 -t UTF-8\`.`,
  },
  E0004: {
    severity: 'error',
    title: 'the file is not in UTF-8',
    page: `A byte stands in the file that UTF-8 doesn't have in that place. Often the file is in an older encoding such as Latin-1 or GBK.

Save the file as UTF-8; the message names the first such byte.`,
  },
  E0005: {
    severity: 'error',
    title: 'a line is too long',
    page: `A line has at most 10,000 characters. Nobody can review a longer one.

Break lists after their commas and statements before their modifiers (\`cutover fmt\` does both), and write long texts between \`"""\`.`,
  },
  E0006: {
    severity: 'error',
    title: "a character that can't be seen, or that reorders what is seen",
    page: `Control characters, marks that change the writing direction, and invisible characters make a text look different from what it is; then what was reviewed isn't what runs. They are refused wherever they stand, also in comments. Tabs and line ends are fine, and so is \`\\r\\n\`.

Where a text's value needs one, write it as an escape: \`\\u{202e}\`.`,
  },
} as const satisfies CodeMap;
