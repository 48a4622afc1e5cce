/**
 * The controller process: `node controller-main.js STATE`. Started by a client, in a process group of its own.
 *
 * Rule 1: a defect ends it; the journal says where the next one goes on.
 * Rule 2: why it could not start is the last line that it prints, as JSON, for the client.
 */
import { join } from 'node:path';
import { JournalError } from '../journal/journal-error.ts';
import { lockStateFolder } from '../journal/lock.ts';
import type { Fault } from '../protocol/fault.ts';
import { startController, type Controller } from './controller.ts';
import { EXIT } from './exit-code.ts';
import { serve, type ControllerServer } from './server.ts';

const IDLE_CHECK_MS = 250;
/** How many checks in a row must find nothing to do. */
const IDLE_CHECKS = 8;

process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);
process.on('SIGHUP', () => undefined);
process.on('SIGPIPE', () => undefined);

const state = process.argv[2] ?? '';
// Held as long as the process lives: the lock ends with its handle.
const lock = lockStateFolder(state);
const controller = startController(state, lock);
endWhenIdle(controller, await serve(controller, join(state, 'controller.sock')));

function endWhenIdle(busy: Controller, served: ControllerServer): void {
  let idle = 0;
  setInterval(() => {
    if (busy.idle() && !holdsLock()) process.exit(EXIT.journal);
    idle = busy.idle() && served.clients() === 0 ? idle + 1 : 0;
    // Whoever got in before the door was shut is still served; later ones start a controller of their own.
    if (idle === IDLE_CHECKS) served.server.close();
    if (idle > IDLE_CHECKS) leave();
  }, IDLE_CHECK_MS);
}

/** Where the lock is gone, so is the folder, or it has another controller: its socket is not ours to close. */
function holdsLock(): boolean {
  try {
    lock.check();
    return true;
  } catch {
    return false;
  }
}

function leave(): void {
  lock.release();
  process.exit(0);
}

function fail(error: unknown): void {
  const known = error instanceof JournalError;
  if (!known)
    process.stderr.write(
      `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
  const fault: Fault = known
    ? error.fault
    : { code: 'defect', message: `a defect of ours: ${String(error)}` };
  process.stderr.write(`${JSON.stringify({ fault })}\n`);
  process.exit(known ? EXIT.journal : EXIT.defect);
}
