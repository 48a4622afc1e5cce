/**
 * The commands and their options; what each does is loaded when it is called, so that the start is short.
 *
 * Rule 1: data on stdout, everything else on stderr.
 * Rule 2: the exit code is what the command's function gives (docs/guides/operator.md).
 */
import { Command, CommanderError } from 'commander';
import { addAgentCommands } from './agent-commands.ts';
import { addLanguageCommands } from './language-commands.ts';
import { addReleaseCommands } from './release-commands.ts';
import type { Finish } from './options.ts';
import { addRunCommands } from './run-commands.ts';
import { version } from './version.ts';

export async function main(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  const program = makeProgram((code) => (exitCode = code));
  try {
    await program.parseAsync([...argv]);
    return exitCode;
  } catch (error) {
    return failure(error);
  }
}

function makeProgram(finish: Finish): Command {
  const program = new Command('cutover')
    .description(
      'Transactional upgrade scripts for fleets of devices: linked devices change version together, or not at all.',
    )
    .version(version())
    .enablePositionalOptions()
    .exitOverride()
    .showSuggestionAfterError()
    .showHelpAfterError('hint: see `cutover --help`');
  addLanguageCommands(program, finish);
  addRunCommands(program, finish);
  addReleaseCommands(program, finish);
  addAgentCommands(program, finish);
  for (const command of program.commands) command.exitOverride();
  return program;
}

function failure(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode;
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`cutover: a defect of ours: ${text}\n`);
  if (process.env['CUTOVER_DEBUG'] !== undefined && error instanceof Error)
    process.stderr.write(`${error.stack ?? ''}\n`);
  return 70;
}
