/** `cutover release keys …`: its commands and their options. */
import { Argument, Option, type Command } from 'commander';
import { ROLES, type Role } from '../release/model.ts';
import type { Finish } from './options.ts';
import type { KeyOptions, ServerOptions } from './release-access.ts';
import type { RoleOptions } from './release-keys.ts';
import { counted, format, keyed, located, servers } from './release-options.ts';

export function addKeysCommands(release: Command, finish: Finish): void {
  const keys = release.command('keys').description('who may sign what: the next root');
  located(servers(keys.command('list')))
    .description('the keys, and what each may sign')
    .addOption(format())
    .action(async (options: ServerOptions & { format: 'text' | 'json' }) => {
      finish(await (await import('./release-keys.ts')).listKeys(options));
    });
  keyed(keys.command('add'))
    .description('a further key may sign')
    .argument('<file>', 'the public key, a `.pub` file')
    .addOption(roles())
    .action(async (file: string, options: RoleOptions) => {
      finish(await (await import('./release-keys.ts')).addKey(file, options));
    });
  keyed(keys.command('remove'))
    .description('a key counts no more; what it alone had signed is signed anew')
    .argument('<fingerprint>', 'SHA256:…, as `keys list` shows it')
    .addOption(roles())
    .action(async (id: string, options: RoleOptions) => {
      finish(await (await import('./release-keys.ts')).removeKey(id, options));
    });
  keyed(keys.command('threshold'))
    .description('so many different keys have to sign')
    .addArgument(new Argument('<role>').choices(ROLES))
    .addArgument(new Argument('<n>').argParser(counted))
    .action(async (role: Role, threshold: number, options: KeyOptions) => {
      finish(await (await import('./release-keys.ts')).setThreshold(role, threshold, options));
    });
}

function roles(): Option {
  return new Option('--role <role...>', 'only for these roles').choices(ROLES);
}
