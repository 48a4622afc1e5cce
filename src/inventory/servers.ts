/** `servers:`, the version servers in the order in which they are tried; `trust:`; and `secrets:`. */
import { resolve } from 'node:path';
import { hideUser } from '../language/passwords.ts';
import { find } from '../document/findings.ts';
import type { Findings } from '../document/findings.ts';
import type { Inventory, SecretStore, VersionServer } from './model.ts';
import { serverUrl } from './server-url.ts';
import { isHost, isSecretName, isUser } from './names.ts';
import { shown } from '../document/shown.ts';
import { fieldsIn, listIn, missing, textField } from '../document/expect.ts';
import type { Yaml, YamlText } from '../document/tree.ts';

export function serversIn(findings: Findings, value: Yaml): readonly VersionServer[] {
  return listIn(findings, value, '`servers`').flatMap((item) => serverIn(findings, item));
}

function serverIn(findings: Findings, value: Yaml): readonly VersionServer[] {
  const fields = fieldsIn(findings, value, 'a server', ['url', 'user', 'password', 'weight']);
  const url = textField(findings, fields, 'url');
  if (url === undefined) {
    if (!fields.has('url')) missing(findings, value, 'this server', 'url');
    return [];
  }
  const user = textField(findings, fields, 'user');
  const password = textField(findings, fields, 'password');
  const weight = weightIn(findings, fields);
  checkUrl(findings, url);
  checkCredentials(findings, user, password);
  return [
    {
      url: serverUrl(url.text).replace(/\/+$/, ''),
      ...(user === undefined ? {} : { user: user.text }),
      ...(password === undefined ? {} : { password: password.text }),
      ...(weight === undefined ? {} : { weight }),
    },
  ];
}

function weightIn(findings: Findings, fields: ReadonlyMap<string, Yaml>): number | undefined {
  const weight = textField(findings, fields, 'weight');
  if (weight === undefined) return undefined;
  if (/^([1-9]\d?|100)$/.test(weight.text)) return Number(weight.text);
  find(findings, 'E0712', weight.span, `${shown(weight.text)} is not a weight`, {
    hint: '1 to 100: an agent’s share of the load goes by it',
  });
  return undefined;
}

function checkUrl(findings: Findings, url: YamlText): void {
  const problem = serverUrlProblem(serverUrl(url.text));
  if (problem !== undefined) {
    find(findings, 'E0711', url.span, `invalid server URL ${shown(hideUser(url.text))}`, {
      label: problem,
    });
  }
}

/** Why the text is not a version server's address; nothing if it is one. */
function serverUrlProblem(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^ftps?:$/.test(url.protocol)) {
    return 'it is a host and a folder, with `ftps://` (or nothing) or `ftp://` before them';
  }
  if (url.username !== '' || url.password !== '') {
    return 'user and password stand beside it, as `user:` and `password:`';
  }
  if (!isHost(url.hostname.replace(/^\[(.*)\]$/, '$1'))) return 'the host is not a host name';
  return /^[A-Za-z0-9._~/-]*$/.test(url.pathname) && url.search === '' && url.hash === ''
    ? undefined
    : 'the folder is of letters, digits, `.`, `_`, `-` and `/`';
}

function checkCredentials(findings: Findings, user?: YamlText, password?: YamlText): void {
  if (user !== undefined && !isUser(user.text)) {
    find(findings, 'E0712', user.span, `invalid user name ${shown(user.text)}`);
  }
  if (password !== undefined && !isSecretName(password.text)) {
    // What stands here may be the password itself: it is not repeated.
    find(findings, 'E0712', password.span, 'this is not the name of a secret', {
      hint: 'the password itself stands in the store that `secrets` names',
    });
  }
}

/** `trust: FILE`, the root file; `trust: none`. */
export function trustIn(
  findings: Findings,
  fields: ReadonlyMap<string, Yaml>,
  folder: string,
): Pick<Inventory, 'trust'> {
  const trust = textField(findings, fields, 'trust');
  if (trust === undefined) return {};
  if (trust.text === 'none') return { trust: { trust: 'none' } };
  return { trust: { trust: 'root', file: resolve(folder, trust.text) } };
}

export function secretsIn(findings: Findings, value: Yaml, folder: string): SecretStore {
  const fields = fieldsIn(findings, value, '`secrets`', ['file', 'environment']);
  const file = textField(findings, fields, 'file');
  const prefix = textField(findings, fields, 'environment');
  if (file !== undefined && prefix !== undefined) {
    find(
      findings,
      'E0712',
      prefix.span,
      'secrets are in a file or in the environment, not in both',
      {
        others: [{ span: file.span, text: 'the file' }],
      },
    );
  }
  if (file !== undefined) return { store: 'file', path: resolve(folder, file.text) };
  if (prefix === undefined) return { store: 'none' };
  if (!/^[A-Z][A-Z0-9_]{0,63}$/.test(prefix.text)) {
    find(findings, 'E0712', prefix.span, `${shown(prefix.text)} can’t begin a variable’s name`, {
      hint: 'capital letters, digits and `_`, such as `CUTOVER_SECRET_`',
    });
  }
  return { store: 'environment', prefix: prefix.text };
}
