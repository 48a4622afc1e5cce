# Newest is what came last (by change time: an archive brings times of its own). Stays besides: what a link in
# the folder, or in the folder above it, leads to or into. Names that begin with a dot are passed over.
apply() {
  [ -d "$path" ] && [ ! -L "$path" ] || fail "there is no folder $path"
  kit_is_number "$leave" || fail "\`$leave\` is no number"
  prune_linked=$kit_nl
  for prune_link in "$path"/* "${path%/*}"/*; do
    if [ -L "$prune_link" ]; then prune_follow "$prune_link"; fi
  done
  cd "$path" || fail "can't enter $path"
  prune_list=$(ls -1c) || fail "can't list $path"
  while [ -n "$prune_list" ]; do
    prune_name=${prune_list%%"$kit_nl"*}
    prune_list=${prune_list#"$prune_name"}
    prune_list=${prune_list#"$kit_nl"}
    prune_one
  done
}
# Where a link leads: the name in this folder on its way.
prune_follow() {
  prune_to=$(readlink -f "$1") && prune_here=$(readlink -f "$path") || return 0
  case $prune_to in
    "$prune_here"/*)
      prune_to=${prune_to#"$prune_here"/}
      prune_linked=$prune_linked${prune_to%%/*}$kit_nl
      ;;
  esac
}
prune_one() {
  present "./$prune_name" || return 0
  if [ "$leave" -gt 0 ]; then
    leave=$((leave - 1))
    return 0
  fi
  case $prune_linked in *"$kit_nl$prune_name$kit_nl"*) return 0 ;; esac
  [ ! -L "./$prune_name" ] || return 0
  rm -rf "./$prune_name" || fail "can't remove $path/$prune_name"
  kit_put "removed $path/$prune_name$kit_nl" >&2
}
