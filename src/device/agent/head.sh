# The Cutover agent: looks for this device's release on its version servers, and upgrades the device by itself.
#
# What it does, each time it is run (docs/agent.md):
#   1. it sees to it that only one of it is at work;
#   2. what an earlier run had begun, and a power cut had broken off, is finished or undone;
#   3. it asks the version servers for signed lists, and believes none that the keys it was given have not signed;
#   4. it picks the newest version that is meant for this device, and fetches its program and packages by hash;
#   5. it carries the program out: check, back up, stage, switch, verify; whatever fails, it goes back;
#   6. it sends the result and the log to a version server, or keeps them until one takes them.
#
# Rule 1: nothing that came over the network is run, unpacked or believed before its signature and hash are right.
# Rule 2: settings and metadata are data: they are read line by line, never sourced.
# Rule 3: no password is an argument, in the environment or in the log.
# Rule 4: what a function "gives" it leaves in a variable. Names begin with their part's word:
#         agent_ conf_ time_ trust_ ask_ choose_ fetch_ outbox_ run_ kit_.
#
#   sh agent.sh run [--boot] [--settings FILE]     one run, as cron starts it each minute, or the device at its start
#   sh agent.sh status [--settings FILE]           what it knows and waits for
#   sh agent.sh check-settings [--settings FILE]   the first mistake in the settings, with its line
#
# shellcheck disable=SC1083,SC2015,SC2016,SC2030,SC2031,SC2034,SC2043,SC2154,SC2317,SC2329

umask 077
LC_ALL=C
export LC_ALL
case :$PATH: in *:/usr/sbin:*) ;; *) PATH=$PATH:/usr/local/bin:/usr/sbin:/sbin ;; esac
agent_here=$PWD
agent_nl='
'
agent_tab='	'
agent_say() { printf '%s\n' "$1"; }
