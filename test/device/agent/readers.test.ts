/** The two readers, a controller's in TypeScript and the agent's in sh, give the same reason for each attack. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ask } from '../../release/asked.ts';
import { rootAttacks } from './attacks-root.ts';
import { attacks } from './attacks.ts';
import { VersionServer } from './server.ts';
import { newKey } from './signer.ts';

const servers: VersionServer[] = [];
afterAll(async () => {
  for (const server of servers.splice(0)) await server.end();
});
const keys = [newKey()];

function laid(): VersionServer {
  const server = new VersionServer(keys);
  servers.push(server);
  return server;
}
function filesOf(server: VersionServer): Map<string, string> {
  const names = readdirSync(server.folder, { recursive: true, withFileTypes: true });
  return new Map(
    names
      .filter((one) => one.isFile())
      .map((one) => join(one.parentPath, one.name))
      .map((path) => [path.slice(server.folder.length + 1), readFileSync(path, 'latin1')]),
  );
}
/** What trust.test.ts holds the agent to, for each of them. */
it.each([...attacks, ...rootAttacks])('F24: $name ($code)', ({ code, lay }) => {
  const server = laid();
  lay(server);
  expect(ask({ root: server.root }, filesOf(server), '3.0', Date.now()).refused).toBe(code);
});

it('and take what is right', () => {
  const server = laid();
  server.publish();
  const { version, refused } = ask({ root: server.root }, filesOf(server), '3.0', Date.now());
  expect([version?.version, refused]).toEqual(['3.0', undefined]);
});
