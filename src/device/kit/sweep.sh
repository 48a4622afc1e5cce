# What goes when a transaction has ended. Old locks go with it, since a process is started anyway.

# kit_sweep NAME...: files and folders of this transaction.
kit_sweep() {
  kit_lock_swept
  # shellcheck disable=SC2086 # lock.N
  kit_sweep_in "$kit_home" $kit_lock_old -- "$@"
}
kit_sweep_in() (
  cd "$1" || exit 0
  shift
  kit_rest=$#
  kit_in=.
  while [ "$kit_rest" -gt 0 ]; do
    if [ "$1" = -- ]; then kit_in=$kit_tx; else set -- "$@" "$kit_in/$1"; fi
    shift
    kit_rest=$((kit_rest - 1))
  done
  rm -rf "$@"
)

# Only what tells latecomers how it ended stays. Where that is broken off, `bindings` or `work` says that there is more.
kit_sweep_tombstone() {
  kit_sweep undo kept managed mend made.paths made.spoilt old.listing new.listing made.listing listing deadline \
    servers settings stop reserve holds result guard drill .drill .drill-next version already service.said bindings work
}

# At the start of another transaction: whatever ended without its report, and all but the newest 20.
kit_sweep_others() {
  kit_count=0 kit_keep=$kit_tx
  for kit_folder in "$kit_home"/tx/*; do
    [ -d "$kit_folder" ] && [ "$kit_folder" != "$kit_keep" ] || continue
    kit_count=$((kit_count + 1))
    # An ended one has its state; without it, it was never begun.
    [ -d "$kit_folder/bindings" ] || [ -d "$kit_folder/work" ] || [ ! -e "$kit_folder/state" ] || continue
    kit_read_state "${kit_folder##*/}"
    kit_tx=$kit_folder
    case $kit_state in
      confirmed | dead) kit_sweep_tombstone ;;
      idle) rm -rf "$kit_folder" ;;
    esac
  done
  kit_tx=$kit_keep
  [ "$kit_count" -lt 20 ] || kit_sweep_oldest
  kit_read_state "$kit_id"
}
kit_sweep_oldest() (
  cd "$kit_home/tx" || exit 0
  kit_count=0
  # shellcheck disable=SC2012 # names are [a-z0-9-]
  ls -t | while read -r kit_folder; do
    kit_count=$((kit_count + 1))
    [ "$kit_count" -lt 20 ] || [ "$kit_folder" = "$kit_id" ] || kit_sweep_old "$kit_folder"
  done
)
kit_sweep_old() {
  kit_read_state "$1"
  [ "$kit_state" = broken ] || rm -rf "./$1"
}

# The cache keeps its newest four files.
kit_sweep_cache() (
  cd "$kit_home/cache" 2>/dev/null || exit 0
  set -- *
  [ $# -gt 4 ] || exit 0
  # shellcheck disable=SC2012 # names are hex digits
  ls -t | while read -r kit_file; do
    kit_count=$((${kit_count:-0} + 1))
    [ "$kit_count" -le 4 ] || rm -f "./$kit_file"
  done
)
