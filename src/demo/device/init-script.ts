/**
 * The init script of a simulated device: `start | stop | restart | status`.
 *
 * Rule 1: `start` returns when the service answers, or fails when it has ended; a second one does nothing.
 * Rule 2: `stop` returns when the service is gone. `status` is 0 when it runs, 3 when not (LSB).
 * Rule 3: a pid file whose process is another one by now counts for nothing.
 */
import { shellWord } from './release-files.ts';
import type { DeviceKind, DeviceLayout } from './layout.ts';

export function initScript(layout: DeviceLayout, kind: DeviceKind, port: number): string {
  return [
    '#!/bin/sh',
    `# ${kind}: the service of this device`,
    `kind=${kind}`,
    `port=${String(port)}`,
    `root=${shellWord(layout.root)}`,
    `pid_file=${shellWord(layout.pidFile)}`,
    `log=${shellWord(layout.log)}`,
    body,
  ].join('\n');
}

const body = String.raw`
# Fills pid, and is true, if the service runs.
running() {
  pid='' started=''
  [ -r "$pid_file" ] || return 1
  read -r pid started <"$pid_file" || return 1
  is_process "$pid" "$started"
}

# PID STARTTIME: this very process is there, and not a dead one that nobody has collected yet.
is_process() {
  [ -r "/proc/$1/stat" ] || return 1
  read -r stat 2>/dev/null <"/proc/$1/stat" || return 1
  # Behind the name, which stands in brackets and may hold anything: the state, then field 4 and on.
  set -- "$2" ${'$'}{stat##*) }
  [ "$2" != Z ] && [ "${'$'}{21}" = "$1" ]
}

start() {
  running && return 0
  rm -f "$pid_file"
  setsid "$root/current/bin/start" "$port" "$root/data" "$pid_file" </dev/null >>"$log" 2>&1 &
  starting=$!
  tries=1000
  while [ "$tries" -gt 0 ]; do
    running && return 0
    kill -0 "$starting" 2>/dev/null || break
    tries=$((tries - 1))
    sleep 0.02
  done
  running && return 0
  echo "$kind does not come up: $(tail -n 1 "$log")" >&2
  return 1
}

stop() {
  running || return 0
  kill -TERM "$pid"
  tries=500
  while [ "$tries" -gt 0 ] && is_process "$pid" "$started"; do
    tries=$((tries - 1))
    sleep 0.02
  done
  is_process "$pid" "$started" && kill -KILL "$pid"
  rm -f "$pid_file"
}

case ${'$'}{1-} in
  start) start ;;
  stop) stop ;;
  restart) stop && start ;;
  status) running || exit 3 ;;
  *) echo "usage: $0 start|stop|restart|status" >&2; exit 2 ;;
esac
`;
