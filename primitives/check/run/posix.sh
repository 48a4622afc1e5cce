# The first MiB of what it prints is passed on, the rest is counted; what it gives must fit into one. What it leaves running with its output
# open is waited for.
apply() {
  case $program in
    /*) [ -x "$program" ] || fail "there is no program $program" ;;
    '' | -* | */*) fail "\`$program\` is neither a program's name nor an absolute path" ;;
    *) command -v "$program" >/dev/null || fail "there is no program $program" ;;
  esac
  if [ "$kit_gives" = 0 ]; then run_all "$@"; else run_giving "$@"; fi
  [ "$run_status" = 0 ] || fail "$program returned $run_status"
}
run_program() { (exec "$program" "$@"); }
run_with_input() {
  if [ -n "$input" ]; then kit_put "$input" | run_program "$@"; else run_program "$@" </dev/null; fi
}
# The program's own status comes out beside the pipe, on descriptor 3.
run_all() {
  { run_status=$({ { run_with_input "$@" 2>&1 3>&- 4>&-; kit_put "$?" >&3; } | capped >&4 3>&-; } 3>&1); } 4>&1
}
# What it gives is a value: it fits into a MiB, or is none.
run_giving() {
  { run_status=$({ { run_with_input "$@" 3>&- 4>&-; kit_put "$?" >&3; } | head -c 1048577 >&4 3>&-; } 3>&1); } 4>&1
}
