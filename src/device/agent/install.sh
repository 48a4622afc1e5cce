# What `cutover agent install` calls in a device's session, with the kit (no part of the agent's own text).
# Rule 1: a file appears whole, with its mode and its hash right, by one rename; nothing of it is ever readable by others.
# Rule 2: what stands in a file comes on standard input, never in an argument.
# Names begin with `put_`.
#
# shellcheck disable=SC2015,SC2034,SC2154

# put_file PATH MODE SHA256: its text on standard input.
put_file() {
  put_folder=${1%/*}
  [ -d "$put_folder" ] || mkdir -p "$put_folder" 2>&1 || return 1
  rm -f "$1.cutover-new"
  { cat >"$1.cutover-new" && chmod "$2" "$1.cutover-new" && kit_sync "$1.cutover-new"; } 2>&1 || {
    rm -f "$1.cutover-new"
    return 1
  }
  put_hash_of "$1.cutover-new"
  if [ "$put_hash" != "$3" ]; then
    rm -f "$1.cutover-new"
    echo "what arrived for $1 is not what was sent"
    return 1
  fi
  mv -f "$1.cutover-new" "$1" 2>&1 && kit_sync "$put_folder"
}
# put_link TARGET PATH: by one rename.
put_link() {
  { ln -sfn "$1" "$2.cutover-new" && mv -fT "$2.cutover-new" "$2"; } 2>&1 && kit_sync "${2%/*}"
}

put_hash_of() {
  put_hash=''
  [ -f "$1" ] || return 0
  put_hash=$(sha256sum <"$1")
  put_hash=${put_hash%% *}
}

# put_say_hash NUMBER PATH, put_say_text NUMBER PATH: nothing where there is no such file.
put_say_hash() {
  put_hash_of "$2"
  kit_say "value $1"
  kit_put "$put_hash"
}
put_say_text() {
  kit_say "value $1"
  [ ! -f "$2" ] || cat "$2"
}

# The cron that is here: gives put_cron (crontab, busybox, spool, none) and put_reboot.
# put_find_cron SPOOL
put_find_cron() {
  put_cron=none put_reboot=0 put_spool=${1:-/var/spool/cron/crontabs} put_user=$(id -un)
  if [ -n "$1" ]; then
    put_cron=spool
  elif command -v crontab >/dev/null; then
    put_cron='crontab'
  elif busybox crontab --help >/dev/null 2>&1; then
    put_cron=busybox
  elif command -v crond >/dev/null || busybox crond --help >/dev/null 2>&1; then
    put_cron=spool
  fi
  put_find_reboot
}
# busybox knows `@reboot` where it was built so: then it names the file by which it remembers that it has started.
put_find_reboot() {
  put_crond=$(command -v crond || command -v busybox) || put_crond=''
  case $put_cron in
    none) return 0 ;;
    crontab)
      case $(crontab --help 2>&1) in *BusyBox*) ;; *) put_crond='' ;; esac
      [ -n "$put_crond" ] || {
        put_reboot=1
        return 0
      }
      ;;
  esac
  [ -z "$put_crond" ] || ! grep -q 'crond\.reboot' "$put_crond" || put_reboot=1
}
put_read_crontab() {
  case $put_cron in
    crontab) crontab -l 2>/dev/null ;;
    busybox) busybox crontab -l 2>/dev/null ;;
    spool) [ ! -f "$put_spool/$put_user" ] || cat "$put_spool/$put_user" ;;
  esac
  return 0
}
# put_crontab SHA256: its text on standard input. What cron took is read back.
put_crontab() {
  case $put_cron in
    crontab) crontab - 2>&1 ;;
    busybox) busybox crontab - 2>&1 ;;
    # crond looks at this file each minute for whose crontab is another.
    spool) put_file "$put_spool/$put_user" 600 "$1" && echo "$put_user" >>"$put_spool/cron.update" ;;
    none) return 1 ;;
  esac || return 1
  put_hash=$(put_read_crontab | sha256sum)
  [ "${put_hash%% *}" = "$1" ] || {
    echo 'the crontab is not what was written'
    return 1
  }
}

# Whether something of the agent's is at work or open: gives put_busy.
# put_find_busy HOME
put_find_busy() {
  put_busy='' put_home=$kit_home
  kit_find_open
  if [ -n "$kit_open" ] && [ "$kit_beginner" = self ]; then put_busy="transaction $kit_open is open"; fi
  kit_home=$1/agent
  kit_lock_look
  if [ -z "$kit_lock_free" ] && [ -n "$kit_lock_holder" ] && kit_lives "$kit_lock_holder"; then
    put_busy="${put_busy:+$put_busy, }a run of it is at work"
  fi
  kit_home=$put_home
}
# put_remove HOME SETTINGS: what the installation brought, and what the agent remembered; the kit's state stays.
put_remove() {
  case $1:$2 in /?*:/?*) ;; *) return 1 ;; esac
  rm -rf "$1/agent" && rm -f "$2" "$2".password-* "$2".secret-*
}

# put_look HOME SETTINGS SPOOL [SECRET_FILE]...: how it stands, as values: 1 the settings, 2 the hash of those that were put there, 3 the
# trusted root, 4 the agent's version, 5 the hash of its text, 6 the cron, 7 the crontab, and from 8 on the hashes of the others.
put_look() {
  put_say_text 1 "$2"
  put_say_text 2 "$1/agent/settings.installed"
  put_say_text 3 "$1/agent/trust/root"
  put_say_text 4 "$1/agent/current/VERSION"
  put_say_hash 5 "$1/agent/agent.sh"
  put_find_cron "$3"
  kit_say 'value 6'
  kit_put "$put_cron $put_reboot $put_user"
  kit_say 'value 7'
  put_read_crontab
  shift 3
  put_no=7
  for put_path in "$@"; do
    put_no=$((put_no + 1))
    put_say_hash "$put_no" "$put_path"
  done
}
