/** The options that the console's commands share. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import { shapes } from '../release/lines.ts';

/** A command that is for servers: whoever names none has erred in the command, and is sent to its help. */
export function servers(command: Command): Command {
  return command
    .hook('preAction', refuseWithoutServer)
    .option('--to <url...>', 'the servers: ftp://, ftps://, sftp:// or file:// folders')
    .option('-i, --inventory <file>', 'the inventory whose servers, and whose trust, it is')
    .option('--trust <file>', 'the root file that is trusted');
}

/** Where `--from` is a version (`publish`) it is one text. */
function refuseWithoutServer(command: Command): void {
  const { to, from, inventory } = command.opts<{
    to?: unknown;
    from?: unknown;
    inventory?: unknown;
  }>();
  if (to !== undefined || inventory !== undefined || Array.isArray(from)) return;
  command.error('error: no version server is named: name them with --to, or an inventory with -i');
}

export function located(command: Command): Command {
  return command
    .option('--user <name>', 'the user, where the URL names none')
    .option('--password-file <file>', 'holds the password, on its first line')
    .option('--login-key <file>', 'for sftp: the private key to log in with; else the SSH agent')
    .option('--known-hosts <file>', 'for sftp: the known hosts; else ~/.ssh/known_hosts');
}

export function keyed(command: Command): Command {
  return located(servers(command))
    .option('--key <file...>', 'private Ed25519 keys to sign with, OpenSSH’s or PEM')
    .option('--agent', 'sign with the keys that the SSH agent holds', false);
}

export function format(): Option {
  return new Option('--format <form>').choices(['text', 'json']).default('text');
}

export function counted(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('It is not a number from 1 on.');
  return Number(text);
}

export function percent(text: string): number {
  if (!shapes.percent.is(text)) throw new InvalidArgumentError('It is not a number from 0 to 100.');
  return Number(text);
}

export function moment(text: string): string {
  if (!shapes.time.is(text)) throw new InvalidArgumentError(`It is not ${shapes.time.called}.`);
  return text;
}

export function channel(text: string): string {
  if (!shapes.name.is(text)) throw new InvalidArgumentError(`It is not ${shapes.name.called}.`);
  return text;
}

export function version(text: string): string {
  if (!shapes.version.is(text))
    throw new InvalidArgumentError(`It is not ${shapes.version.called}.`);
  return text;
}

/** One of several. */
export function versions(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, version(text)];
}
