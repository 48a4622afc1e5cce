/** The commands that speak with devices, and those that read the journal. */
import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import { readDuration } from '../language/values/quantity.ts';
import { defaultState } from './default-state.ts';
import type { Finish, PlanOptions, RunOptions, StateOptions, Ui } from './options.ts';

export function addRunCommands(program: Command, finish: Finish): void {
  addPlanCommands(program, finish);
  addTransactionCommands(program, finish);
  addJournalCommands(program, finish);
}

function addPlanCommands(program: Command, finish: Finish): void {
  planned(program.command('plan'))
    .description(
      'the exact plan: devices, order, texts, undo, worst outage, and the hash that `run` with the same options shows',
    )
    .addOption(atOnce())
    .addOption(state())
    .addOption(format())
    .action(async (plan: string, options: PlanOptions & StateOptions & { atOnce: number }) => {
      finish(await (await import('./plan.ts')).plan(plan, options));
    });
  live(planned(program.command('download')))
    .description(
      'each device compares versions, fetches and verifies into its own folder; nothing else',
    )
    .action(async (plan: string, options: RunOptions) => {
      finish(await (await import('./run.ts')).runPlan('download', plan, options));
    });
  live(planned(program.command('run')))
    .description('runs a plan: each unit commits or reverts as one')
    .addOption(atOnce())
    .addOption(
      new Option(
        '--lease <duration>',
        'after how long without this controller a device that is switching goes back by itself',
      )
        .default(120, '2m')
        .argParser(lease),
    )
    .action(async (plan: string, options: RunOptions) => {
      finish(await (await import('./run.ts')).runPlan('run', plan, options));
    });
  program
    .command('enroll')
    .description("shows devices' host keys and, agreed to, adds them to the known hosts")
    .argument('[device...]', 'all of the inventory without one')
    .addOption(inventory())
    .option('--yes', 'agree to the keys that are shown, without asking', false)
    .option('--fingerprint <SHA256:…>', 'agree to this key only')
    .action(
      async (
        devices: string[],
        options: { inventory: string; yes: boolean; fingerprint?: string },
      ) => {
        finish(await (await import('./enroll.ts')).enroll(devices, options));
      },
    );
}

function addTransactionCommands(program: Command, finish: Finish): void {
  live(program.command('recover'))
    .description('takes up what an earlier controller left open, and finishes it')
    .action(async (options: { state: string; ui: Ui }) => {
      finish(await (await import('./recover.ts')).recover(options));
    });
  live(program.command('abort'))
    .description('ends a transaction that is not committed: every device goes back')
    .argument('<transaction>')
    .action(async (transaction: string, options: { state: string; ui: Ui }) => {
      finish(await (await import('./recover.ts')).abort(transaction, options));
    });
}

function addJournalCommands(program: Command, finish: Finish): void {
  program
    .command('status')
    .description('what is under way, how each device stands, and what waits for what')
    .addOption(state())
    .addOption(format())
    .action(async (options: StateOptions) => {
      finish(await (await import('./status.ts')).status(options));
    });
  program
    .command('history')
    .description('what was: each transaction and how it ended; with one named, its records')
    .argument('[transaction]')
    .addOption(state())
    .addOption(format())
    .action(async (transaction: string | undefined, options: StateOptions) => {
      finish((await import('./history.ts')).history(transaction, options));
    });
}

function planned(command: Command): Command {
  return command
    .argument('<plan>', 'the plan; the scripts that it runs are looked for in its own folder')
    .addOption(inventory())
    .addOption(new Option('--library <folder>', 'a folder of your own primitives'));
}

function live(command: Command): Command {
  return command
    .addOption(state())
    .addOption(
      new Option('--ui <ui>', 'how it is shown').choices(['plain', 'json']).default('plain'),
    );
}

/** It shapes the longest times, and so the hash: `plan` and `run` take it alike. */
function atOnce(): Option {
  return new Option('--at-once <n>', 'devices of a unit at work at once; 0: all')
    .default(0)
    .argParser(count);
}

function inventory(): Option {
  return new Option('-i, --inventory <file>', 'the inventory').makeOptionMandatory();
}

function state(): Option {
  return new Option('--state <folder>', "the controller's state folder")
    .env('CUTOVER_STATE')
    .default(defaultState());
}

function format(): Option {
  return new Option('--format <form>').choices(['text', 'json']).default('text');
}

function count(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('It is not a number of devices.');
  return Number(text);
}

/** Seconds. Three renewals must fit in; and nobody waits longer for a controller that is gone. */
const LEASE_S = { least: 5, most: 3600 } as const;

function lease(text: string): number {
  const seconds = (readDuration(text) ?? Number.NaN) / 1000;
  const fits = seconds >= LEASE_S.least && seconds <= LEASE_S.most && Number.isInteger(seconds);
  if (!fits) throw new InvalidArgumentError('A lease is between 5s and 1h, in whole seconds.');
  return seconds;
}
