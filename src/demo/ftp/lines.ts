/** Command lines out of the bytes of a control connection. */

const longestLine = 4096;
const newline = 0x0a;
const telnet = 0xff;

/** Calls `onLine` for each whole line; `onTooLong` once one passes the limit. */
export function commandLines(
  onLine: (line: string) => void,
  onTooLong: () => void,
): (bytes: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    for (let end = rest.indexOf(newline); end >= 0; end = rest.indexOf(newline)) {
      onLine(textOf(rest.subarray(0, end)));
      rest = rest.subarray(end + 1);
    }
    if (rest.length > longestLine) onTooLong();
  };
}

/** Clients send ABOR after telnet's interrupt and synch bytes; 0xff is in no UTF-8 text. */
function textOf(line: Buffer): string {
  const kept = [...line.entries()].filter(
    ([at, byte]) => byte !== telnet && line[at - 1] !== telnet,
  );
  return Buffer.from(kept.map(([, byte]) => byte))
    .toString('utf8')
    .replace(/\r$/, '');
}
