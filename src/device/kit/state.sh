# The state file: appended to, a line per change, `STATE EPOCH CONTROLLER UPTIME BOOTID OPERATOR SINCE .`;
# the last whole line counts.

# kit_read_state TX: gives kit_state and the line's other fields; `idle` where there is none; and
# kit_switched if its switch has begun, kit_restarted if the device has started again since it began.
kit_read_state() {
  kit_state=idle kit_s_epoch=0 kit_s_controller='' kit_s_up=0 kit_s_boot='' kit_s_operator='' kit_s_since=''
  kit_alien=0 kit_torn='' kit_beginner='' kit_switched='' kit_restarted=''
  [ -e "$kit_home/tx/$1/state" ] || return 0
  while read -r kit_f1 kit_f2 kit_f3 kit_f4 kit_f5 kit_f6 kit_f7 kit_f8 || kit_read_torn; do
    [ "$kit_f8" = . ] || continue
    kit_state=$kit_f1 kit_s_epoch=$kit_f2 kit_s_controller=$kit_f3 kit_s_up=$kit_f4
    kit_s_boot=$kit_f5 kit_s_operator=$kit_f6 kit_s_since=$kit_f7
    kit_beginner=${kit_beginner:-$kit_f3}
    [ "$kit_f3" = "$kit_beginner" ] || kit_alien=1
    case $kit_f1 in switch-intent | armed) kit_switched=1 ;; esac
    [ "$kit_f5" = "$kit_boot" ] || kit_restarted=1
  done <"$kit_home/tx/$1/state"
}
# The last line has no end: torn, or whole but for its newline.
kit_read_torn() {
  [ -z "$kit_f1" ] || kit_torn=1
  [ "$kit_f8" = . ]
}

# kit_write_state STATE: one more line, under this request's epoch. It counts once it is synced.
kit_write_state() {
  kit_clock
  kit_line="$1 $kit_epoch $kit_controller $kit_now $kit_boot $kit_operator $kit_since ."
  [ -z "$kit_torn" ] || kit_line=$kit_nl$kit_line
  { kit_put "$kit_line$kit_nl" >>"$kit_tx/state"; } 2>/dev/null || {
    # Of a line that didn't fit its beginning may stand there: the next one must not go on in it.
    kit_torn=1
    kit_make_room
    kit_put "$kit_nl$kit_line$kit_nl" >>"$kit_tx/state" || return 1
  }
  [ "$1" != switch-intent ] || kit_switched=1
  kit_state=$1 kit_torn='' kit_s_epoch=$kit_epoch kit_s_controller=$kit_controller
  kit_beginner=${kit_beginner:-$kit_controller}
  [ "$kit_controller" = "$kit_beginner" ] || kit_alien=1
  kit_unsynced=1
}
kit_sync_state() {
  [ -z "$kit_unsynced" ] || kit_sync_with "$kit_tx/state" "$kit_tx" "$@" || return 1
  kit_unsynced=''
}

# What a transaction's first lines lead to must be found again after a cut of the power: the folders' entries,
# and the name of the transaction that is open.
kit_sync_with() {
  if [ "$kit_state" = preparing ]; then set -- "$@" "$kit_tx" "$kit_home/tx" "$kit_home/current" "$kit_home"; fi
  kit_sync "$@"
}

# The transaction begun last is the only one that can be open: gives kit_open, its id or nothing.
kit_find_open() {
  kit_open=''
  { read -r kit_open kit_rest <"$kit_home/current"; } 2>/dev/null || kit_open=''
  [ "${kit_rest-}" = . ] || kit_open=''
  [ -n "$kit_open" ] || return 0
  kit_read_state "$kit_open"
  case $kit_state in idle | confirmed | dead | broken) kit_open='' ;; esac
}

# The reserve: room for the undo log and the state, given up when a revert needs it.
kit_make_reserve() {
  kit_rest='................................................................'
  for kit_word in 1 2 3 4 5 6 7 8 9 10; do kit_rest=$kit_rest$kit_rest; done
  kit_put "$kit_rest" >"$kit_tx/reserve"
}
kit_make_room() { { : >"$kit_tx/reserve"; } 2>/dev/null; }

# Services' outages, from the lines that the platform's functions left: gives kit_outages.
kit_read_outages() {
  kit_outages='' kit_downs=' '
  [ -e "$kit_tx/services" ] || return 0
  while read -r kit_f1 kit_f2 kit_f3; do
    kit_is_number "$kit_f3" || continue
    case $kit_f1:$kit_downs in
      down:*" $kit_f2:"*) ;;
      down:*) kit_downs="$kit_downs$kit_f2:$kit_f3 " ;;
      up:*" $kit_f2:"*)
        kit_rest=${kit_downs#*" $kit_f2:"}
        kit_escape "$kit_f2"
        kit_outages=$kit_outages,$kit_escaped:$((kit_f3 - ${kit_rest%% *})):1
        kit_downs=${kit_downs%%" $kit_f2:"*}\ ${kit_rest#* }
        ;;
    esac
  done <"$kit_tx/services"
  kit_clock
  for kit_word in $kit_downs; do
    kit_escape "${kit_word%:*}"
    kit_outages=$kit_outages,$kit_escaped:$((kit_now - ${kit_word##*:})):0
  done
  kit_outages=${kit_outages#,}
}
