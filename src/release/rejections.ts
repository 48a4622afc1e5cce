/**
 * Survives the promises that the FTP library forgets.
 *
 * When a server breaks a TLS handshake at the wrong moment, basic-ftp rejects a promise that nobody holds, which would
 * end the process. While a session is open, and a moment longer, such rejections are dropped: the session's own
 * time limit reports the failure. Any other forgotten rejection is a defect, and ends the process as before.
 */
const AFTERWARDS_MS = 1_000;
const SOCKET_ERRORS = /^(?:E(?:CONN|PIPE|HOST|NET|TIMEDOUT|PROTO|ADDR)|ERR_(?:SSL|TLS|STREAM))/;
let sessions = 0;

export function guardRejections(): () => void {
  if (sessions === 0) process.on('unhandledRejection', drop);
  sessions += 1;
  return () => {
    setTimeout(leave, AFTERWARDS_MS).unref();
  };
}

function leave(): void {
  sessions -= 1;
  if (sessions === 0) process.off('unhandledRejection', drop);
}

function drop(reason: unknown): void {
  if (!isOfTheLibrary(reason)) throw reason;
}

function isOfTheLibrary(reason: unknown): boolean {
  if (!(reason instanceof Error)) return false;
  const code = 'code' in reason ? String(reason.code) : '';
  return SOCKET_ERRORS.test(code) || (reason.stack ?? '').includes('basic-ftp');
}
