/** An init script with a real process: `sleep`, told from others by its file in the rig's folder. */
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rig } from './rig.ts';
import { quoted } from './session.ts';

/** `name` serves what `file` holds at its start; `mood` may make it fail (`broken` in the file stops it). */
export function installService(rig: Rig, name: string, file: string): void {
  const run = join(rig.folder, `${name}.pid`);
  const text = `#!/bin/sh
pidfile=${quoted(run)} file=${quoted(file)}
alive() { [ -s "$pidfile" ] && kill -0 "$(cat "$pidfile")" 2>/dev/null; }
case $1 in
  start)
    alive && exit 0
    grep -q broken "$file" 2>/dev/null && exit 1
    cp "$file" "$pidfile.serves" 2>/dev/null
    sh -c 'sleep 1000 & echo $! > "$1"' ${quoted(run)} "$pidfile"
    ;;
  stop)
    alive && kill "$(cat "$pidfile")"
    rm -f "$pidfile"
    ;;
  restart) "$0" stop; "$0" start ;;
  reload) alive && cp "$file" "$pidfile.serves" ;;
  status) if alive; then exit 0; else exit 3; fi ;;
esac
`;
  const script = join(rig.services, name);
  writeFileSync(script, text);
  chmodSync(script, 0o755);
}
