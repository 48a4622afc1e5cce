/** The options of `cutover release results`. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import { readDuration } from '../language/values/quantity.ts';
import { shapes } from '../release/lines.ts';
import type { Finish } from './options.ts';
import { located, servers } from './release-options.ts';
import type { ResultsOptions } from './release-results.ts';

export function addResultsCommand(release: Command, finish: Finish): void {
  located(servers(release.command('results')))
    .description(
      'every device’s version, result and last contact, as the devices say: nobody signs results',
    )
    .option('--from <url...>', 'as --to')
    .addOption(new Option('--device <name>', 'this one only, with its whole log').argParser(device))
    .addOption(new Option('--release <name>', 'devices of this release').argParser(device))
    .option('--behind', 'those that are not on the version that they should be on')
    .addOption(
      new Option(
        '--silent <duration>',
        'those not heard of for longer, such as 2d; and those of the inventory that never reported',
      ).argParser(silence),
    )
    .addOption(new Option('--format <form>').choices(['table', 'json', 'junit']).default('table'))
    .addOption(
      new Option(
        '--forget <device...>',
        'removes the results and logs of devices that are gone',
      ).argParser((text: string, before?: readonly string[]) => [...(before ?? []), device(text)]),
    )
    .addHelpText('after', CODES)
    .action(async (options: ResultsOptions) => {
      finish(await (await import('./release-results.ts')).results(options));
    });
}

const CODES = `
Exit codes: 0 all well, 4 some are behind, silent or never reported, 2 a server, some metadata or a result could not be
read or was refused, 3 some went back, 5 some are broken; of several the gravest: 5, 3, 2, 4.`;

function device(text: string): string {
  if (!shapes.name.is(text)) throw new InvalidArgumentError(`It is not ${shapes.name.called}.`);
  return text;
}

function silence(text: string): number {
  const ms = readDuration(text);
  if (ms === undefined || ms < 1_000)
    throw new InvalidArgumentError('It is not a duration such as `90m` or `2d`.');
  return ms;
}
