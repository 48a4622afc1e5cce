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
import { harmless, say } from './say.ts';
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
    // What was typed is said back: it may hold anything.
    .configureOutput({
      outputError: (text, write) => {
        write(harmless(text));
      },
    })
    .showSuggestionAfterError();
  addLanguageCommands(program, finish);
  addRunCommands(program, finish);
  addReleaseCommands(program, finish);
  addAgentCommands(program, finish);
  return withHints(program, 'cutover');
}

/** An error ends with where to read on, and never the process. */
function withHints(command: Command, words: string): Command {
  for (const inner of command.commands) withHints(inner, `${words} ${inner.name()}`);
  return command.exitOverride().showHelpAfterError(`hint: see \`${words} --help\``);
}

function failure(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode;
  const text = error instanceof Error ? error.message : String(error);
  say(`cutover: a defect of ours: ${text}`);
  if (process.env['CUTOVER_DEBUG'] !== undefined && error instanceof Error) say(error.stack ?? '');
  return 70;
}
