/** The controller process: `node controller-main.js STATE`. Started by a client, in a process group of its own. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { lockStateFolder } from '../journal/lock.ts';
import { startController, type Controller } from './controller.ts';
import { serve, type ControllerServer } from './server.ts';

const IDLE_CHECK_MS = 250;
/** How many checks in a row must find nothing to do. */
const IDLE_CHECKS = 8;

/** A library raises rejections that nobody can wait for (basic-ftp on a broken TLS start): noted, survived. */
process.on('unhandledRejection', (reason) => {
  process.stderr.write(`unhandled rejection: ${String(reason)}\n`);
});
process.on('SIGHUP', () => undefined);
process.on('SIGPIPE', () => undefined);

const state = process.argv[2] ?? '';
mkdirSync(state, { recursive: true, mode: 0o700 });
lockStateFolder(state);
const controller = startController(state);
const served = await serve(controller, join(state, 'controller.sock'));
endWhenIdle(controller, served);

function endWhenIdle(busy: Controller, { server, clients }: ControllerServer): void {
  let idle = 0;
  setInterval(() => {
    idle = busy.idle() && clients() === 0 ? idle + 1 : 0;
    if (idle < IDLE_CHECKS) return;
    server.close();
    process.exit(0);
  }, IDLE_CHECK_MS);
}
