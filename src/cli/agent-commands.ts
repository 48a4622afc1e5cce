/** `agent`: what devices that look for their release by themselves are made of. */
import type { Command } from 'commander';
import { Option } from 'commander';
import type { InstallOptions } from './agent-install.ts';
import type { BuildOptions, Finish } from './options.ts';
import { format } from './release-options.ts';

export function addAgentCommands(program: Command, finish: Finish): void {
  const agent = program
    .command('agent')
    .description('the agent of devices that upgrade themselves (docs/agent.md)');
  addInstall(agent, finish);
  agent
    .command('show')
    .description('prints the agent’s text, to be read, or to be packed and published')
    .action(async () => {
      process.stdout.write((await import('../device/agent.ts')).agentText());
      finish(0);
    });
  agent
    .command('build')
    .description(
      'joins kit, runner and the compiled script: to be read, and for devices without a server',
    )
    .argument('<script>', 'a file with one device script')
    .requiredOption('-o, --out <file>', 'where the text goes')
    .option('--release <name>', "the release's name; the script's where it is left out")
    .option(
      '--version <version>',
      'the version to which it brings a device; without it the text can be read, and upgrades nothing',
    )
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

function addInstall(agent: Command, finish: Finish): void {
  agent
    .command('install')
    .description(
      'puts the agent, whom it trusts, its settings and its crontab lines on devices; what is right already stays',
    )
    .argument('<device...>', 'names or patterns, as `atm-*`')
    .requiredOption('-i, --inventory <file>', 'says of each device what its agent has to know')
    .option('--scripts <path...>', 'the device scripts, whose params go into the settings')
    .option('--library <folder>', 'a folder of your own primitives')
    .option('--replace-settings', 'also where they were changed by hand on the device', false)
    .option('--replace-trust', 'also where the device trusts another root', false)
    .option('--remove', 'takes it away again; what an open transaction needs stays', false)
    .addOption(format())
    .action(async (names: readonly string[], options: InstallOptions) => {
      finish(await (await import('./agent-install.ts')).agentInstall(names, options));
    });
}
