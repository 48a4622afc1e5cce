/** What lies on the terminal of `terminal.ts`, and in its release. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Of each kind of step one: what is kept, written, run with data, linked, stopped, started, pruned. */
export const scriptText = `cutover 1

script terminal "A terminal" {
  platform posix
  artifact terminal-package

  param root: path
  param daemon: name

  let live = "{root}/current"
  let next = "{root}/releases/{release.version}"
  let data = "{root}/data"

  installed read-version "{live}/VERSION"
  prepared read-version "{next}/VERSION"

  check {
    disk-free root at-least: 1MiB
    running daemon
  }

  backup {
    keep "{root}/etc"
  }

  stage {
    fetch terminal-package as bundle
    unpack bundle into: next within 2m
  }

  switch {
    stop daemon
    keep data within 1m
    write "{root}/etc/release.conf" text: "version={release.version}\\n"
    run "{next}/migrate" data writes: [data] within 1m
    link live to: next
    start daemon within 10s
  }

  verify {
    running daemon
  }

  revert {
    ensure-running daemon
  }

  finish {
    prune "{root}/releases" leave: 0
  }
}
`;

/** It serves the version that it found at its start; an ill one does not start. */
export const initScript = (folder: string): string => `#!/bin/sh
run=${folder}/run live=${folder}/disc/root/current
alive() { [ -s "$run/pid" ] && kill -0 "$(cat "$run/pid")" 2>/dev/null; }
case $1 in
  start)
    alive && exit 0
    if [ -e "$live/ill" ]; then echo 'no such table'; exit 1; fi
    cp "$live/VERSION" "$run/serves"
    tail -f "$run/serves" </dev/null >/dev/null 2>&1 &
    echo $! >"$run/pid"
    ;;
  stop)
    alive && kill "$(cat "$run/pid")"
    rm -f "$run/pid"
    ;;
  status) if alive; then exit 0; else exit 3; fi ;;
esac
`;

/** File after file, so that there is a moment between any two. */
const migrate = `#!/bin/sh
for file in "$1"/[ab]; do
  sed 's/^1:/2:/' "$file" >"$file.tmp" && mv "$file.tmp" "$file" || exit 1
done
echo 2 >"$1/schema"
`;

export function oldRelease(root: string): void {
  for (const name of ['releases/1.0', 'etc', 'data'])
    mkdirSync(join(root, name), { recursive: true });
  const files = {
    'releases/1.0/VERSION': '1.0\n',
    'etc/release.conf': 'version=1.0\n',
    'etc/site.conf': 'rack=7\n',
    'data/schema': '1\n',
    'data/a': '1:alpha\n',
    'data/b': '1:beta\n',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  symlinkSync('releases/1.0', join(root, 'current'));
}

export function packed(version: string, ill: boolean): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-pack-'));
  writeFileSync(join(folder, 'VERSION'), `${version}\n`);
  writeFileSync(join(folder, 'migrate'), migrate, { mode: 0o755 });
  if (ill) writeFileSync(join(folder, 'ill'), '');
  const bundle = execFileSync('tar', ['-C', folder, '-czf', '-', '.']);
  rmSync(folder, { recursive: true });
  return bundle;
}
