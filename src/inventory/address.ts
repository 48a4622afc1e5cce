/** How a device is reached. */
import { resolve } from 'node:path';
import type { DeviceAddress } from '../device/address.ts';
import { find } from '../document/findings.ts';
import type { Findings } from '../document/findings.ts';
import { isUser, readHostAndPort, readPort } from './names.ts';
import type { HostAndPort } from './names.ts';
import { shown } from '../document/shown.ts';
import { fieldsIn, missing, textField, textIn } from '../document/expect.ts';
import type { Yaml, YamlText } from '../document/tree.ts';

/** What belongs to the whole inventory and shapes each address. */
export interface Surroundings {
  /** The inventory's own folder, absolute. */
  readonly folder: string;
  readonly knownHosts: string;
}

export type Fields = ReadonlyMap<string, Yaml>;

/** Missing where something is wrong with it. */
export function addressIn(
  findings: Findings,
  name: YamlText,
  fields: Fields,
  around: Surroundings,
): DeviceAddress | undefined {
  const transport = textField(findings, fields, 'transport');
  if (transport?.text === 'local') return localIn(findings, fields);
  if (transport === undefined || transport.text === 'ssh')
    return sshIn(findings, name, fields, around);
  find(findings, 'E0712', transport.span, `unknown transport ${shown(transport.text)}`, {
    hint: '`ssh` (the default) or `local`',
  });
  return undefined;
}

function localIn(findings: Findings, fields: Fields): DeviceAddress | undefined {
  const address = fields.get('address');
  if (address !== undefined) {
    find(findings, 'E0712', address.span, 'a local device has no address', {
      hint: 'leave it out, or leave out `transport: local`',
    });
  }
  const shell = textField(findings, fields, 'shell');
  if (shell !== undefined && !shell.text.startsWith('/')) {
    find(findings, 'E0712', shell.span, `the shell ${shown(shell.text)} is not an absolute path`);
    return undefined;
  }
  return { transport: 'local', shell: shell?.text ?? '/bin/sh' };
}

function sshIn(
  findings: Findings,
  name: YamlText,
  fields: Fields,
  { folder, knownHosts }: Surroundings,
): DeviceAddress | undefined {
  const at = hostIn(findings, name, fields);
  const user = userIn(findings, name, fields);
  const key = textField(findings, fields, 'key');
  const shell = fields.get('shell');
  if (shell !== undefined) {
    find(findings, 'E0712', shell.span, 'only a local device has a `shell`', {
      hint: 'over SSH it is the `sh` in the user’s path',
    });
  }
  if (at === undefined || user === undefined) return undefined;
  const { host, port = 22 } = at;
  const keyFile = key === undefined ? {} : { key: resolve(folder, key.text) };
  return { transport: 'ssh', host, port, user, ...keyFile, knownHosts };
}

function userIn(findings: Findings, name: YamlText, fields: Fields): string | undefined {
  const user = textField(findings, fields, 'user');
  if (user === undefined) {
    if (!fields.has('user')) missing(findings, name, `device ${shown(name.text)}`, 'user');
    return undefined;
  }
  if (isUser(user.text)) return user.text;
  find(findings, 'E0712', user.span, `invalid user name ${shown(user.text)}`);
  return undefined;
}

function hostIn(findings: Findings, name: YamlText, fields: Fields): HostAndPort | undefined {
  const address = fields.get('address');
  if (address === undefined) {
    missing(findings, name, `device ${shown(name.text)}`, 'address', 'or `transport: local`');
    return undefined;
  }
  if (address.kind === 'mapping') return hostInMapping(findings, address);
  const text = textIn(findings, address, '`address`');
  if (text === undefined) return undefined;
  const read = readHostAndPort(text);
  if (read === undefined) badHost(findings, address, text);
  return read;
}

function hostInMapping(findings: Findings, address: Yaml): HostAndPort | undefined {
  const fields = fieldsIn(findings, address, '`address`', ['host', 'port']);
  const host = textField(findings, fields, 'host');
  if (host === undefined) {
    if (!fields.has('host')) missing(findings, address, '`address`', 'host');
    return undefined;
  }
  const read = readHostAndPort(host.text);
  if (read === undefined || read.port !== undefined) {
    badHost(findings, host, host.text);
    return undefined;
  }
  const port = textField(findings, fields, 'port');
  if (port === undefined) return read;
  const number = readPort(port.text);
  if (number !== undefined) return { host: read.host, port: number };
  find(findings, 'E0712', port.span, `${shown(port.text)} is not a port`, { hint: '1 to 65535' });
  return undefined;
}

function badHost(findings: Findings, at: Yaml, text: string): void {
  find(findings, 'E0710', at.span, `invalid host name ${shown(text)}`, {
    hint: 'a host name, an IPv4 or an IPv6 address; `host:port` or `[address]:port`',
  });
}
