/** The version server's console. */
import type { Command } from 'commander';
import type { Finish, PublishOptions } from './options.ts';

export function addReleaseCommands(program: Command, finish: Finish): void {
  const release = program.command('release').description("the version server's console");
  release
    .command('publish')
    .description('publishes a release to version servers: packages first, what names them last')
    .argument('<folder>', 'holds release.yaml and the packages')
    .requiredOption('--to <url...>', 'ftp://, ftps:// or file:// folders')
    .option('--user <name>', 'the user, where the URL names none')
    .option('--password-file <file>', 'holds the password, on its first line')
    .action(async (folder: string, options: PublishOptions) => {
      finish(await (await import('./release.ts')).publish(folder, options));
    });
  release
    .command('list')
    .description('what version servers offer')
    .requiredOption('--from <url...>', 'ftp://, ftps:// or file:// folders')
    .option('--user <name>', 'the user, where the URL names none')
    .option('--password-file <file>', 'holds the password, on its first line')
    .action(async (options: { from: string[]; user?: string; passwordFile?: string }) => {
      finish(await (await import('./release.ts')).list(options));
    });
}
