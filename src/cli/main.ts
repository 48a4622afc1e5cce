#!/usr/bin/env node
/** The command line's door: a Node that is too old gets one clear line, before anything new is loaded. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(`cutover needs Node 22.18 or newer; this is ${process.versions.node}\n`);
  process.exitCode = 1;
} else {
  // A reader that has seen enough (`| head`) is no error.
  process.stdout.on('error', () => process.exit());
  const { main } = await import('./program.ts');
  process.exitCode = await main(process.argv);
}

export {};
