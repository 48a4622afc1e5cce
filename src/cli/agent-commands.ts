/** `agent`: what devices that look for their release by themselves are made of. */
import type { Command } from 'commander';
import { Option } from 'commander';
import type { BuildOptions, Finish } from './options.ts';

export function addAgentCommands(program: Command, finish: Finish): void {
  const agent = program
    .command('agent')
    .description('the agent of devices that upgrade themselves (docs/agent.md)');
  agent
    .command('build')
    .description(
      'joins kit, runner and the compiled script: to be read, and for devices without a server',
    )
    .argument('<script>', 'a file with one device script')
    .requiredOption('-o, --out <file>', 'where the text goes')
    .option('--release <name>', "the release's name; the script's where it is left out")
    .requiredOption('--version <version>', 'the version to which it brings a device')
    .addOption(
      new Option(
        '--artifact <name=file...>',
        'a package: `NAME=FILE`, or `NAME:VARIANT=FILE`; once for each',
      ).default([] as string[]),
    )
    .option(
      '--library <folder>',
      'a folder of your own primitives, beside the ones that come along',
    )
    .action(async (script: string, options: BuildOptions) => {
      finish(await (await import('./agent-build.ts')).agentBuild(script, options));
    });
}
