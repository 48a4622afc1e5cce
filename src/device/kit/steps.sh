# Steps. Each runs in a subshell: umask 022, no standard input, its params as variables, its rest as "$@".

kit_binding() {
  case $1 in
    platform) kit_file=$kit_tx/bindings/platform ;;
    '' | *[!a-z0-9-]*) return 1 ;;
    *) kit_file=$kit_tx/bindings/$1.sh ;;
  esac
  kit_put "$2$kit_nl" >"$kit_file" || kit_fail 0 disc
  case $kit_nl$2 in *"${kit_nl}hold()"*) : >"$kit_tx/bindings/$1.hold" ;; esac
}
kit_setting() {
  kit_quote "$2"
  case $1 in services) kit_put "kit_$1=$kit_quoted$kit_nl" >>"$kit_tx/settings" ;; *) kit_fail 0 malformed ;; esac
}
kit_servers() { kit_put "$1$kit_nl" >"$kit_tx/servers"; }

# The platform's functions and the device's settings, once per session and transaction.
kit_need_platform() {
  [ "${kit_platform_of-}" != "$kit_tx" ] || return 0
  kit_services=''
  # shellcheck disable=SC1090,SC1091
  {
    [ ! -e "$kit_tx/settings" ] || . "$kit_tx/settings"
    [ ! -e "$kit_tx/bindings/platform" ] || . "$kit_tx/bindings/platform"
  }
  kit_platform_of=$kit_tx
}

# kit_fail STEP REASON [DETAIL]: the order fails here; only the first counts.
kit_fail() {
  [ -n "$kit_failed" ] || kit_failed=$1 kit_reason=$2 kit_detail=${3-}
  return 1
}

# kit_way ...: what the next step's undo record says.
kit_way() {
  case $1 in
    self | kept) kit_ways="$kit_ways$1$kit_nl" ;;
    restore | call)
      kit_keeps_secrets_out "$@" || return 1
      kit_line=''
      kit_quote_all "$@"
      kit_ways=$kit_ways${kit_line# }$kit_nl
      ;;
    *) kit_fail 0 malformed ;;
  esac
}

# A record is on the disc, and a secret is nowhere on it: so nothing that needs one can be done from a record.
kit_keeps_secrets_out() {
  while [ $# -gt 0 ] && [ "$1" != -- ]; do
    case $1 in secret:*) kit_fail 0 secret "the way back needs ${1#secret:}, and no secret stays on a device" && return 1 ;; esac
    shift
  done
  [ -z "$kit_failed" ]
}

# kit_step NO PRIMITIVE GIVES TRIES EVERY_S WITHIN_S [name value]... [-- rest...]
kit_step() {
  kit_no=$1 kit_primitive=$2 kit_gives=$3 kit_tries=$4 kit_every=$5 kit_within=$6
  shift 6
  kit_clock
  if [ -n "$kit_failed" ]; then
    kit_ways=''
    kit_say "step $kit_no skipped 0 $kit_now"
    return 1
  fi
  kit_say "step $kit_no begin $kit_now"
  kit_until=$((kit_now + kit_within * 100))
  kit_need_platform
  : >"$kit_tx/result"
  # A step without a record may change what nothing can put back: the state goes to the disc before.
  [ -n "$kit_ways" ] || [ "$kit_order" != switch ] || kit_sync_state
  kit_step_tries "$@"
  kit_ways=''
  kit_clock
  if [ "$kit_status" != 0 ]; then
    kit_say "step $kit_no failed $kit_status $kit_now"
    kit_fail "$kit_no" "${kit_why:-step}"
    return 1
  fi
  [ "$kit_gives" = 0 ] || {
    kit_say "value $kit_no"
    kit_put "$kit_given"
  }
  kit_result='done'
  read -r kit_rest <"$kit_tx/result"
  case $kit_rest in
    already) kit_result=already ;;
    synced) kit_unsynced='' ;;
  esac
  kit_say "step $kit_no $kit_result 0 $kit_now"
}

kit_step_tries() {
  kit_why=''
  while :; do
    if kit_told_to_stop; then
      kit_put "stopped, as the controller asked$kit_nl"
      kit_status=1 kit_why=stopped
      return 1
    fi
    kit_given=''
    if [ "$kit_gives" = 0 ]; then
      (kit_try "$@") </dev/null 2>&1 3>&-
    else
      kit_given=$(kit_try "$@" </dev/null 2>&3 3>&-)
    fi
    kit_status=$?
    if [ ${#kit_given} -gt 1048576 ]; then
      kit_put "it gave more than a MiB$kit_nl"
      kit_status=1
    fi
    kit_tries=$((kit_tries - 1))
    kit_clock
    [ "$kit_status" != 0 ] && [ "$kit_tries" -gt 0 ] && [ $((kit_now + kit_every * 100)) -lt "$kit_until" ] || return 0
    [ "$kit_every" = 0 ] || sleep "$kit_every"
  done 3>&1
}

# Between two steps, and between two tries of one: what can still go back stops once the controller has asked for it.
kit_told_to_stop() {
  [ -e "$kit_tx/stop" ] || return 1
  case $kit_order in prepare | switch | verify) ;; *) return 1 ;; esac
}

# In the subshell: one try of one step.
kit_try() {
  umask 022
  kept=$kit_tx/kept/$kit_no saved='' passing=''
  work=$kit_tx/work
  kit_args=''
  [ -z "$kit_ways" ] || kit_record_args "$@"
  while [ $# -gt 0 ]; do
    if [ "$1" = -- ]; then
      shift
      break
    fi
    kit_bind "${1#secret:}" "$2"
    shift 2
  done
  kit_load "$kit_primitive"
  if [ -n "$kit_ways" ] && [ ! -e "$kit_tx/undo/$kit_no" ]; then
    if [ "$kit_gives" = 0 ] && probe "$@"; then
      kit_put "already$kit_nl" >"$kit_tx/result"
      exit 0
    fi
    umask 077
    save "$@" || exit 1
    kit_record || {
      kit_put "its undo record can't be written: is the disc of $kit_home full?$kit_nl"
      exit 1
    }
    umask 022
  elif [ -n "$kit_ways" ]; then
    kit_recall
  fi
  apply "$@"
}

kit_bind() {
  kit_is_name "$1" || {
    kit_put "\`$1\` can't be a param's name$kit_nl" >&2
    exit 1
  }
  unset "$1"
  eval "$1=\$2"
}

kit_load() {
  probe() { return 1; }
  save() { :; }
  undo() { fail "this step has no way back"; }
  hold() { :; }
  # shellcheck disable=SC1090
  . "$kit_tx/bindings/$1.sh"
}

# The step's own arguments as the record will say them: secrets stay out. Gives kit_args.
kit_record_args() {
  kit_line=''
  while [ $# -gt 0 ]; do
    case $1 in
      --) break ;;
      secret:*) ;;
      *) kit_quote_all "$1" "$2" ;;
    esac
    shift 2
  done
  kit_quote_all "$@"
  kit_args=$kit_line
}

# What was put aside is on the disc before the record that leads back to it, and the record before the effect.
kit_record() {
  kit_rest=$kit_ways
  [ ! -e "$kept" ] || [ "$kit_rest" = "kept$kit_nl" ] || sync || return 1
  kit_text=''
  while [ -n "$kit_ways" ]; do
    kit_line=${kit_ways%%"$kit_nl"*}
    kit_ways=${kit_ways#*"$kit_nl"}
    [ "$kit_line" != self ] || kit_record_self
    kit_text="${kit_text}kit_undo_$kit_line$kit_nl"
  done
  [ ! -e "$kit_tx/bindings/$kit_primitive.hold" ] || kit_put "$kit_no$kit_nl" >>"$kit_tx/holds"
  kit_put "$kit_text# end$kit_nl" >"$kit_tx/undo/$kit_no" || return 1
  # A copy put aside changes nothing, and `staged` syncs it; a service's state ends with the power, as its
  # record may. All else is on the disc before its effect.
  [ "$kit_rest" != "kept$kit_nl" ] || return 0
  [ -z "$passing" ] || [ -n "$kit_unsynced" ] || return 0
  kit_sync_with "$kit_tx/undo/$kit_no" "$kit_tx/undo" "$kit_tx/state" && kit_put "synced$kit_nl" >"$kit_tx/result"
}
kit_record_self() {
  kit_quote "$saved"
  kit_line="self $kit_primitive $kit_quoted$kit_args"
}
# Another try of a step that has its record: what `save` left in it.
kit_recall() {
  kit_mode='recall' kit_status=0
  # shellcheck disable=SC1090
  . "$kit_tx/undo/$kit_no"
}
