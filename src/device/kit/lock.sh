# The lock: the highest of the files lock.N. Its first line is `PID:PGID:STARTTIME:BOOTID` of the holder;
# a second line `free` releases it. Whoever finds it free, or its holder dead, makes lock.(N+1) with
# O_EXCL, which only one can. So neither taking nor releasing needs a process.

# The highest lock: gives kit_lock_no, kit_lock_holder, and kit_lock_free if it was released.
kit_lock_look() {
  kit_lock_no=0 kit_lock_holder='' kit_lock_free=''
  for kit_file in "$kit_home"/lock.*; do
    kit_file=${kit_file##*/lock.}
    kit_is_number "$kit_file" || continue
    [ "$kit_file" -le "$kit_lock_no" ] || kit_lock_no=$kit_file
  done
  if [ "$kit_lock_no" = 0 ]; then
    kit_lock_free=free
    return 0
  fi
  { { read -r kit_lock_holder || kit_lock_holder=''; read -r kit_lock_free || kit_lock_free=''; } \
    <"$kit_home/lock.$kit_lock_no"; } 2>/dev/null
}

# Whether PID:PGID:STARTTIME:BOOTID is still at work.
kit_lives() {
  case $1 in *:*:*:"$kit_boot") ;; *) return 1 ;; esac
  kit_process "${1%%:*}" || return 1
  kit_rest=${1#*:*:}
  [ "$kit_start" = "${kit_rest%%:*}" ]
}

# kit_lock SECONDS: takes the lock, or fails after that time; at once where there is no use in waiting: kit_lock_why.
kit_lock() {
  kit_clock
  kit_lock_until=$((kit_now + $1 * 100)) kit_lock_blank=0 kit_lock_why=''
  # Taken away under us: then we know nothing, and say so.
  [ -d "$kit_home/tx" ] || mkdir -p "$kit_home/tx" 2>/dev/null
  while :; do
    kit_lock_look
    [ "$kit_lock_holder" != "$kit_me" ] || [ -n "$kit_lock_free" ] || return 0
    if kit_lock_open; then
      kit_lock_make $((kit_lock_no + 1)) && return 0
      [ -z "$kit_lock_why" ] || return 1
    fi
    kit_clock
    [ "$kit_now" -lt "$kit_lock_until" ] || return 1
    sleep 0.1 2>/dev/null || sleep 1
  done
}

# Somebody else holds it; or it can't be had at all.
kit_locked_out() {
  if [ -z "$kit_lock_why" ]; then
    kit_find_open
    kit_refuse locked
  else
    kit_read_state "$kit_id"
    kit_detail=$kit_lock_why
    kit_answer="failed state=$kit_state reason=disc"
  fi
}

# Whether the lock that was seen may be taken. One without a holder is just being written, or was left so.
kit_lock_open() {
  [ -z "$kit_lock_free" ] || return 0
  if [ -z "$kit_lock_holder" ]; then
    kit_lock_blank=$((kit_lock_blank + 1))
    [ "$kit_lock_blank" -gt 10 ]
    return
  fi
  ! kit_lives "$kit_lock_holder" || return 1
  # What the dead holder had begun must not go on beside us.
  kit_end_holder
}

# Ends the holder that was seen, its group, and the init scripts that it waits for in sessions of their own.
kit_end_holder() {
  kit_end "$kit_lock_holder"
  { read -r kit_end_tx kit_rest <"$kit_home/current"; } 2>/dev/null || return 0
  [ -e "$kit_home/tx/$kit_end_tx/helpers" ] || return 0
  while read -r kit_helper; do
    if kit_lives "$kit_helper"; then kit_end "$kit_helper"; fi
  done <"$kit_home/tx/$kit_end_tx/helpers"
}

kit_lock_make() {
  set -C
  { kit_put "$kit_me$kit_nl" >"$kit_home/lock.$1"; } 2>/dev/null
  kit_status=$?
  set +C
  [ "$kit_status" = 0 ] || {
    # Nobody is waited for where the file can't even be made.
    kit_lock_room "$1" || [ -e "$kit_home/lock.$1" ] || kit_lock_why="$kit_home can't be written"
    return 1
  }
  # A late one may have made a number that was used and swept: then a higher one stands.
  kit_lock_look
  [ "$kit_lock_no" = "$1" ] && [ "$kit_lock_holder" = "$kit_me" ]
}

# A full disc takes no holder's line: then the way back must not fail for want of a lock.
kit_lock_room() {
  [ -n "${kit_tx-}" ] && [ ! -s "$kit_home/lock.$1" ] && [ -s "$kit_tx/reserve" ] && kit_make_room
}

kit_unlock() {
  kit_lock_look
  [ "$kit_lock_holder" != "$kit_me" ] || kit_put "free$kit_nl" >>"$kit_home/lock.$kit_lock_no"
}

# The old locks' files: gives them as arguments to rm in kit_lock_old (their names hold no blanks).
kit_lock_swept() {
  kit_lock_look
  kit_lock_old=''
  for kit_file in "$kit_home"/lock.*; do
    kit_file=${kit_file##*/lock.}
    kit_is_number "$kit_file" || continue
    [ "$kit_file" -gt $((kit_lock_no - 4)) ] || kit_lock_old="$kit_lock_old lock.$kit_file"
  done
}

# kit_end PID:PGID:STARTTIME:BOOTID: ends that process and all that it started in its group.
kit_end() {
  case $1 in *:*:*:"$kit_boot") ;; *) return 0 ;; esac
  kit_end_pid=${1%%:*} kit_rest=${1#*:}
  kit_end_group=${kit_rest%%:*} kit_rest=${kit_rest#*:}
  kit_end_start=${kit_rest%%:*}
  # A number that another process has got since: then nobody of the old group is left.
  if kit_process "$kit_end_pid" && [ "$kit_start" != "$kit_end_start" ]; then return 0; fi
  if [ "$kit_end_group" = "$kit_end_pid" ] && [ "$kit_end_group" != "$kit_my_group" ]; then
    kill -s KILL -- "-$kit_end_group" 2>/dev/null
  elif kit_process "$kit_end_pid"; then
    kit_end_tree "$kit_end_pid"
  else
    kit_end_orphans
  fi
  return 0
}

# A holder that led no group of its own, and is gone: what it left in the group it was in has lost its parent
# since, and is younger than it.
kit_end_orphans() {
  for kit_orphan in /proc/[0-9]*; do
    kit_orphan=${kit_orphan#/proc/}
    kit_process "$kit_orphan" && [ "$kit_group" = "$kit_end_group" ] && [ "$kit_orphan" != $$ ] &&
      [ "$kit_start" -ge "$kit_end_start" ] && kit_process "$kit_parent" &&
      [ "$kit_group" != "$kit_end_group" ] && kit_end_tree "$kit_orphan"
  done
}

# A holder that leads no group of its own: it and its descendants, parents first.
kit_end_tree() {
  kit_end_all=" $1 "
  kit_end_more=1
  kill -s STOP "$1" 2>/dev/null
  while [ -n "$kit_end_more" ]; do
    kit_end_more=''
    for kit_file in /proc/[0-9]*; do
      kit_file=${kit_file#/proc/}
      case $kit_end_all in *" $kit_file "*) continue ;; esac
      [ "$kit_file" != $$ ] && kit_process "$kit_file" || continue
      case $kit_end_all in *" $kit_parent "*) ;; *) continue ;; esac
      kit_end_all="$kit_end_all$kit_file " kit_end_more=1
      kill -s STOP "$kit_file" 2>/dev/null
    done
  done
  # shellcheck disable=SC2086 # numbers
  kill -s KILL $kit_end_all 2>/dev/null
}
