# Results and the log: written to the outbox first, then sent to a server; what none has taken stays, the newest 50.
# The servers keep the newest result of a device only; so what is older needs no sending once a newer one was taken.

# outbox_put OUTCOME 'MORE LINES': one more result.
outbox_put() {
  time_now
  agent_hash
  outbox_newest
  outbox_text="cutover-result 1${kit_nl}device $conf_name${kit_nl}script $conf_script${kit_nl}release $conf_release${kit_nl}channel $conf_channel$kit_nl"
  outbox_text="${outbox_text}at $time_stamp${kit_nl}outcome $1$kit_nl"
  outbox_pick "$2" 'from to installed'
  outbox_text="${outbox_text}agent $agent_sha$kit_nl"
  [ -z "$agent_marks" ] || outbox_text="${outbox_text}marks$agent_marks$kit_nl"
  outbox_pick "$2" 'reason step line why outage'
  outbox_no=$((outbox_no + 1))
  kit_put "${outbox_text}end$kit_nl" >"$agent_dir/outbox/.new" &&
    mv -f "$agent_dir/outbox/.new" "$agent_dir/outbox/$outbox_no" && kit_sync "$agent_dir/outbox"
  outbox_oldest=$((outbox_no - 50))
  [ ! -e "$agent_dir/outbox/$outbox_oldest" ] || rm -f "$agent_dir/outbox/$outbox_oldest"
}
# outbox_pick LINES WORDS: those that begin with one of the words.
outbox_pick() {
  for outbox_word in $2; do
    outbox_left=$1
    while [ -n "$outbox_left" ]; do
      outbox_line=${outbox_left%%"$kit_nl"*}
      outbox_left=${outbox_left#*"$kit_nl"}
      case $outbox_line in "$outbox_word "*) outbox_text=$outbox_text$outbox_line$kit_nl ;; esac
    done
  done
}

# Gives outbox_no, the newest one's number, 0 where there is none, and outbox_count.
outbox_newest() {
  outbox_no=0 outbox_count=0
  for outbox_file in "$agent_dir"/outbox/*; do
    outbox_file=${outbox_file##*/}
    kit_is_number "$outbox_file" || continue
    outbox_count=$((outbox_count + 1))
    [ "$outbox_file" -le "$outbox_no" ] || outbox_no=$outbox_file
  done
}

# To the first server that takes it.
outbox_send() {
  outbox_newest
  [ "$outbox_count" -gt 0 ] || return 0
  fetch_find_tool
  outbox_can || return 1
  cp "$agent_dir/log" "$agent_new/log" 2>/dev/null || : >"$agent_new/log"
  while IFS=$kit_tab read -r fetch_url fetch_user fetch_password <&3; do
    case $fetch_url in ftp:* | ftps:*) ;; *) continue ;; esac
    if outbox_send_to >"$agent_new/said" 2>&1 3<&-; then
      rm -f "$agent_dir"/outbox/*
      return 0
    fi
  done 3<"$agent_new/servers"
  return 1
}
# Said once, not each minute.
outbox_can() {
  case $fetch_tool in curl) return 0 ;; esac
  if [ "$conf_plain" = yes ] && command -v ftpput >/dev/null; then return 0; fi
  [ -e "$agent_dir/outbox/.mute" ] || agent_log 'nothing here can send results: curl is needed'
  : >"$agent_dir/outbox/.mute"
  return 1
}
outbox_send_to() {
  if [ "$fetch_tool" = curl ]; then outbox_curl; else outbox_ftpput; fi
}
# Under another name first, then renamed: nobody reads half of it. With TLS each over a connection of its own: a server that
# wants a data connection to go on with the control connection's session (vsftpd does) refuses a second one of curl's.
outbox_curl() {
  fetch_address=$fetch_url fetch_settings=''
  case $fetch_url/ in ftps://*:990/*) ;; ftps:*) fetch_address=ftp${fetch_url#ftps} ;; esac
  outbox_curl_one result "$agent_dir/outbox/$outbox_no"
  case $fetch_url in
    ftp:*) fetch_settings="${fetch_settings}fail-early${kit_nl}next$kit_nl" ;;
    *)
      kit_put "$fetch_settings" | curl -q --config - || return 1
      fetch_settings=''
      ;;
  esac
  outbox_curl_one log "$agent_new/log"
  kit_put "$fetch_settings" | curl -q --config -
}
# outbox_curl_one KIND FILE: what curl is told of it, added to fetch_settings.
outbox_curl_one() {
  fetch_settings="${fetch_settings}silent${kit_nl}show-error${kit_nl}ftp-create-dirs${kit_nl}ftp-skip-pasv-ip$kit_nl"
  fetch_settings="${fetch_settings}connect-timeout = $fetch_patience${kit_nl}max-time = $((fetch_patience + 17))$kit_nl"
  case $fetch_url in ftps:*) fetch_settings="${fetch_settings}ssl-reqd$kit_nl" ;; esac
  if [ -n "$fetch_user" ]; then fetch_set user "$fetch_user:$fetch_password"; fi
  fetch_set url "$fetch_address/results/$conf_name.$1.part"
  fetch_set upload-file "$2"
  fetch_set quote "-RNFR $conf_name.$1.part"
  fetch_set quote "-RNTO $conf_name.$1"
}
# It can't rename; whoever reads a result sees by its last line whether it is whole.
outbox_ftpput() {
  case $fetch_url in ftp://*) ;; *) return 1 ;; esac
  fetch_anonymous
  fetch_rest=${fetch_url#ftp://}
  fetch_host=${fetch_rest%%/*} fetch_port=21
  outbox_folder=${fetch_rest#"$fetch_host"}
  case $fetch_host in *:*) fetch_port=${fetch_host##*:} fetch_host=${fetch_host%:*} ;; esac
  timeout $((fetch_patience + 17)) ftpput -P "$fetch_port" "$fetch_host" "$outbox_folder/results/$conf_name.result" \
    "$agent_dir/outbox/$outbox_no" &&
    timeout $((fetch_patience + 17)) ftpput -P "$fetch_port" "$fetch_host" "$outbox_folder/results/$conf_name.log" "$agent_new/log"
}
