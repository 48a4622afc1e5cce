/** The version server's console: its commands and their options. */
import { Option, type Command } from 'commander';
import type { Finish } from './options.ts';
import { addKeysCommands } from './release-keys-commands.ts';
import { addResultsCommand } from './release-results-command.ts';
import { channel, counted, format, keyed, located, moment } from './release-options.ts';
import { percent, servers, version, versions } from './release-options.ts';
import type { KeyOptions } from './release-access.ts';
import type { AddOptions, OfferOptions } from './release.ts';
import type { ListOptions } from './release-list.ts';

export function addReleaseCommands(program: Command, finish: Finish): void {
  const release = program
    .command('release')
    .description("the version server's console: signed releases on FTP, SFTP or folders");
  addFirstCommands(release, finish);
  addOfferCommands(release, finish);
  addLookCommands(release, finish);
  addResultsCommand(release, finish);
  addKeysCommands(release, finish);
}

function addFirstCommands(release: Command, finish: Finish): void {
  keyed(release.command('init'))
    .description('makes the first root of new version servers, signed by the keys in hand')
    .option(
      '--out <file>',
      'where the root file is written, to be given to inventories and devices',
      '1.root',
    )
    .addOption(
      new Option('--threshold <n>', 'so many different keys have to sign')
        .default(1)
        .argParser(counted),
    )
    .action(async (options: KeyOptions & { out: string; threshold: number }) => {
      finish(await (await import('./release.ts')).init(options));
    });
  release
    .command('add')
    .description('checks and measures a release, and writes what will be published, to be read')
    .argument('<folder>', 'holds release.yaml and the packages')
    .option('--scripts <path...>', 'device scripts to make programs of, for devices that pull')
    .option('--library <folder>', 'a folder of your own primitives')
    .action(async (folder: string, options: AddOptions) => {
      finish(await (await import('./release.ts')).add(folder, options));
    });
  offering(keyed(release.command('publish')))
    .description('publishes a release to version servers: packages first, what names them last')
    .argument('<folder>', 'holds release.yaml and the packages')
    .addOption(
      new Option('--from <version>', 'the lowest version that may go to it in one step').argParser(
        version,
      ),
    )
    .addOption(
      new Option('--allow-from <version...>', 'higher versions that may go down to it').argParser(
        versions,
      ),
    )
    .action(
      async (
        folder: string,
        { from, ...options }: Omit<OfferOptions, 'from'> & { from?: string },
      ) => {
        const offer = { ...options, ...(from === undefined ? {} : { fromVersion: from }) };
        finish(await (await import('./release.ts')).publish(folder, offer));
      },
    );
}

function offering(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--channel <name>',
        'devices of this channel may take it; without one, nobody by itself',
      ).argParser(channel),
    )
    .addOption(
      new Option(
        '--percent <n>',
        'so many of a hundred of them; 0 takes it from the channel',
      ).argParser(percent),
    )
    .addOption(
      new Option(
        '--activate <time>',
        'not to be switched to before, such as 2026-12-01T02:00:00Z',
      ).argParser(moment),
    );
}

function addOfferCommands(release: Command, finish: Finish): void {
  offering(keyed(release.command('promote')))
    .description('widens, narrows or moves who may take a version')
    .argument('<release>')
    .argument('<version>')
    .action(async (name: string, version: string, options: OfferOptions) => {
      finish(await (await import('./release.ts')).promote(name, version, options));
    });
  keyed(release.command('withdraw'))
    .description('nobody takes this version any more')
    .argument('<release>')
    .argument('<version>')
    .action(async (name: string, version: string, options: KeyOptions) => {
      finish(await (await import('./release.ts')).withdraw(name, version, options));
    });
  keyed(release.command('renew'))
    .description('signs anew what ends soon, and brings every server to the same; for cron, daily')
    .addOption(
      new Option('--valid-days <n>', 'how long the timestamp holds').default(7).argParser(counted),
    )
    .action(async (options: KeyOptions & { validDays: number }) => {
      finish(await (await import('./release.ts')).renew(options));
    });
}

function addLookCommands(release: Command, finish: Finish): void {
  located(servers(release.command('list')))
    .description('what version servers offer, verified; which of them is behind')
    .option('--from <url...>', 'as --to')
    .addOption(format())
    .action(async (options: ListOptions) => {
      finish(await (await import('./release-list.ts')).list(options));
    });
  located(servers(release.command('show')))
    .description('a release, with its packages')
    .argument('<release>')
    .argument('[version]')
    .option('--from <url...>', 'as --to')
    .addOption(format())
    .action(async (name: string, version: string | undefined, options: ListOptions) => {
      finish(await (await import('./release-list.ts')).show(name, version, options));
    });
}
