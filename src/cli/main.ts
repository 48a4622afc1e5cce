#!/usr/bin/env node
/** The command line's door: a Node that is too old gets one clear line, before anything new is loaded. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(`cutover needs Node 22.18 or newer; this is ${process.versions.node}\n`);
  const own = fileURLToPath(new URL('../../../node_modules/.bin', import.meta.url));
  const hint = existsSync(`${own}/node`)
    ? `one that is new enough came with \`npm ci\`: export PATH="${own}:$PATH"`
    : "`npm ci` in the project's folder brings one along for Linux on x64";
  process.stderr.write(`hint: ${hint}\n`);
  process.exitCode = 1;
} else {
  // A reader that has seen enough (`| head`) is no error.
  process.stdout.on('error', () => process.exit());
  const { main } = await import('./program.ts');
  process.exitCode = await main(process.argv);
}

export {};
