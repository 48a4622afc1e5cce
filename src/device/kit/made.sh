# What the steps of `stage` made, and the files that were fetched: `made.paths`, a path a line; what they were when staged
# was answered: `made.listing`, as found, and its hash `made`. Compared before the switch, so that what is switched to is what
# was staged. One run of find looks at all of them.

# kit_made PATH: one thing that a step of `stage` made, or fetched.
kit_made() {
  case $1 in *"$kit_nl"*) kit_fail 0 malformed ;; /*) ;; *) kit_fail 0 malformed ;; esac
  [ -z "$kit_failed" ] && kit_put "$1$kit_nl" >>"$kit_tx/made.paths"
}

# Gives kit_list: a line for each entry (type, mode, owner, name), one for each file's content, one for each place that is empty.
kit_made_look() {
  kit_list=''
  set --
  while IFS= read -r kit_value; do
    if [ -e "$kit_value" ] || [ -L "$kit_value" ]; then
      set -- "$@" "$kit_value"
    else
      kit_list="${kit_list}absent $kit_value$kit_nl"
    fi
  done <"$kit_tx/made.paths"
  [ $# = 0 ] || kit_list=$kit_list$(kit_made_found "$@" 2>"$kit_tx/said") || {
    kit_detail=$(tail -n 1 "$kit_tx/said")
    return 1
  }
  kit_list=${kit_list%"$kit_nl"}
}
kit_made_found() {
  QUOTING_STYLE=literal
  export QUOTING_STYLE
  find "$@" ! -type l -exec stat -c '%f %u %g %t:%T %n' {} + -type f -exec sha256sum {} + \
    -o -type l -exec stat -c '%f %u %g %N' {} +
}

# What was fetched must still be what it is named by: it was hashed before it was used. What isn't goes with the revert.
kit_made_fetched() {
  kit_rest=''
  while IFS= read -r kit_value; do
    case $kit_value in "$kit_home"/cache/*) ;; *) continue ;; esac
    case $kit_nl$kit_list$kit_nl in
      *"$kit_nl${kit_value##*/}  $kit_value$kit_nl"*) ;;
      *) kit_rest=$kit_rest$kit_value$kit_nl ;;
    esac
  done <"$kit_tx/made.paths"
  [ -n "$kit_rest" ] || return 0
  kit_put "$kit_rest" >"$kit_tx/made.spoilt"
  kit_value=${kit_rest%%"$kit_nl"*}
  kit_detail="$kit_value is not what was fetched"
  return 1
}
kit_made_drop() {
  [ -e "$kit_tx/made.spoilt" ] || return 0
  while IFS= read -r kit_value; do rm -f "$kit_value"; done <"$kit_tx/made.spoilt"
}

kit_made_store() {
  [ -e "$kit_tx/made.paths" ] || return 0
  kit_made_look && kit_made_fetched || return 1
  kit_made_seen=$kit_list kit_made_of=$kit_tx
  kit_print=$(kit_put "$kit_list$kit_nl" | sha256sum) || return 1
  kit_put "${kit_print%% *}$kit_nl" >"$kit_tx/made" && kit_put "$kit_list$kit_nl" >"$kit_tx/made.listing"
}

# Whether all of it is as it was when it was staged; kit_detail says what isn't.
kit_made_of=''
kit_made_same() {
  [ -e "$kit_tx/made" ] || return 0
  kit_made_look || {
    kit_detail=${kit_detail:-what was staged can not be read}
    return 1
  }
  [ "$kit_made_of" = "$kit_tx" ] || kit_made_seen=$(cat "$kit_tx/made.listing") kit_made_of=$kit_tx
  [ "$kit_list" != "$kit_made_seen" ] || return 0
  kit_made_fetched
  kit_put "$kit_list$kit_nl" >"$kit_tx/listing"
  kit_detail=$(kit_made_differs "$kit_tx/made.listing" "$kit_tx/listing")
  # The same entries, found in another order, are the same.
  [ -z "$kit_detail" ]
}

# The fingerprint of what was made: gives kit_made_word, nothing where nothing was made.
kit_say_made() {
  kit_made_word=''
  [ ! -e "$kit_tx/made" ] || { read -r kit_made_word <"$kit_tx/made" && kit_made_word=" made=$kit_made_word"; }
}
# Whoever asks must be told the state in any case: so what has changed is said, and does not fail.
kit_standing_made() {
  if kit_made_same; then
    kit_say_made
  else
    kit_escape "$kit_detail"
    kit_made_word=" changed=$kit_escaped" kit_detail=''
  fi
}

# The first entry of two listings that is not the same in both.
kit_made_differs() {
  awk '
    function name(line, link) {
      link = line ~ /^a[0-9a-f][0-9a-f][0-9a-f] /
      sub(/^([0-9a-f]+ [0-9]+ [0-9]+ ([0-9a-f]+:[0-9a-f]+ )?|\\?[0-9a-f]+  |absent )/, "", line)
      if (link) { sub(/\047? -> .*/, "", line); sub(/^\047/, "", line) }
      return line
    }
    NR == FNR { was[$0] = 1; if (!/^absent /) known[name($0)] = 1; next }
    { is[$0] = 1 }
    $0 in was || found { next }
    {
      found = 1
      if (/^absent /) print name($0) " is gone"
      else if (!(name($0) in known)) print name($0) " was added"
      else if (/^\\?[0-9a-f]+  /) print name($0) ": its content is another"
      else print name($0) ": its kind, mode, owner or target is another"
    }
    END { if (!found) for (line in was) if (!(line in is)) { print name(line) " is gone"; exit } }' "$1" "$2" | head -c 400
}
