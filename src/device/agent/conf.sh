# The settings: lines `word value`, read and never sourced. The first mistake ends it, with its line.

conf_known='name script release channel home services packages jitter unsigned plain'

# conf_read FILE: gives conf_NAME for each word, conf_servers, conf_params and conf_secrets as lines.
conf_read() {
  conf_file=$1 conf_no='' conf_seen=' '
  conf_name='' conf_script='' conf_release='' conf_channel=stable conf_home=/var/lib/cutover conf_services='' conf_packages=''
  conf_jitter=30 conf_unsigned=no conf_plain=no conf_servers='' conf_params='' conf_secrets='' conf_weights=''
  conf_is_private "$conf_file" || conf_stop "$conf_why"
  conf_no=0
  while IFS= read -r conf_line || [ -n "$conf_line" ]; do
    conf_no=$((conf_no + 1))
    case $conf_line in '' | '#'*) continue ;; esac
    conf_take
  done <"$conf_file"
  conf_no=''
  for conf_word in name script release; do
    case $conf_seen in *" $conf_word "*) ;; *) conf_stop "\`$conf_word\` is missing" ;; esac
  done
  [ -n "$conf_servers$conf_packages" ] || conf_stop 'no `server` is named'
}

# One line, for people; the caller's settings are no use then.
conf_stop() {
  agent_say "$conf_file${conf_no:+:$conf_no}: $1" >&2
  exit 1
}

# Only its owner may read it, and that is us: gives conf_why.
conf_is_private() {
  conf_facts=$(ls -ldnL -- "$1" 2>/dev/null) || {
    conf_why='there is no such file'
    return 1
  }
  case $conf_facts in
    -*) conf_why='others may read or write it: it must be 0600' ;;
    *) conf_why='it is not a file' ;;
  esac
  # A `+` after it is a list of more people.
  case $conf_facts in -r[w-]-------[!+]*) ;; *) return 1 ;; esac
  # shellcheck disable=SC2086 # words
  conf_is_ours $conf_facts
}
conf_is_ours() {
  [ -n "${conf_us-}" ] || conf_us=$(id -u)
  [ "$3" = "$conf_us" ] || {
    conf_why='it belongs to somebody else'
    return 1
  }
}

conf_take() {
  case $conf_line in
    *["$agent_tab$conf_cr"]*) conf_stop 'there is a tab or a carriage return in it' ;;
    ' '*) conf_stop 'it begins with a blank' ;;
    *' '?*) ;;
    *) conf_stop "\`$conf_line\` has no value" ;;
  esac
  conf_word=${conf_line%% *} conf_value=${conf_line#* }
  case " $conf_known " in *" $conf_word "*) conf_once "$conf_word" ;; esac
  case $conf_word in
    name | script | release | channel) conf_take_name ;;
    home | services | packages) conf_take_path ;;
    jitter) conf_number "$conf_value" 0 3600 || conf_stop 'seconds from 0 to 3600 were expected' ;;
    unsigned | plain) case $conf_value in yes | no) ;; *) conf_stop "\`$conf_word\` is \`yes\` or \`no\`" ;; esac ;;
    server) conf_take_server ;;
    param) conf_take_param ;;
    secret) conf_take_secret ;;
    *) conf_stop "\`$conf_word\` is no setting; there are $conf_known server param secret" ;;
  esac
  case " $conf_known " in *" $conf_word "*) eval "conf_$conf_word=\$conf_value" ;; esac
}
conf_cr=$(printf '\r')

conf_once() {
  case $conf_seen in *" $1 "*) conf_stop "\`$1\` stands twice" ;; esac
  conf_seen="$conf_seen$1 "
}
# conf_number TEXT LEAST MOST
conf_number() {
  case $1 in '' | *[!0-9]* | 0?* | ?????*) return 1 ;; esac
  [ "$1" -ge "$2" ] && [ "$1" -le "$3" ]
}
conf_take_name() { trust_is_name "$conf_value" || conf_stop "\`$conf_value\` can't be a name"; }
conf_take_path() { conf_is_path "$conf_value" || conf_stop "\`$conf_value\` is not an absolute path"; }
conf_is_path() {
  case $1 in /*) ;; *) return 1 ;; esac
  case $1/ in *//* | */./* | */../*) return 1 ;; esac
}

conf_is_param() {
  case $1 in '' | [!a-z]* | *[!a-z0-9-]*) conf_stop "\`$1\` can't be a param's name" ;; esac
}
conf_take_param() {
  case $conf_value in *' '*) ;; *) conf_stop "\`param $conf_value\` has no value" ;; esac
  conf_is_param "${conf_value%% *}"
  conf_params=$conf_params$conf_value$agent_nl
}
conf_take_secret() {
  conf_is_param "${conf_value%% *}"
  case $conf_value in *' /'*) ;; *) conf_stop 'the path of the file with the secret was expected' ;; esac
  conf_once "secret:${conf_value%% *}"
  conf_take_file "${conf_value#* }"
  conf_secrets=$conf_secrets$conf_value$agent_nl
}
# A file that only we may read.
conf_take_file() {
  conf_is_path "$1" || conf_stop "\`$1\` is not an absolute path"
  conf_is_private "$1" || conf_stop "$1: $conf_why"
}

# server URL [weight N] [user U] [password-file F]
conf_take_server() {
  conf_url=${conf_value%% *} conf_weight=1 conf_user='' conf_password='' conf_server_seen=$conf_seen
  conf_rest=${conf_value#"$conf_url"}
  conf_url=${conf_url%/}
  # TLS is what one gets who says nothing.
  case $conf_url in *://*) ;; *) conf_url=ftps://$conf_url ;; esac
  conf_is_url "$conf_url"
  conf_seen=' '
  while [ -n "$conf_rest" ]; do
    conf_rest=${conf_rest# }
    conf_take_option "${conf_rest%% *}"
  done
  case $conf_seen in *' password-file '*) [ -n "$conf_user" ] || conf_stop 'a `password-file` without a `user`' ;; esac
  conf_seen=$conf_server_seen
  conf_once "server:$conf_url"
  conf_servers=$conf_servers$conf_url$agent_tab$conf_user$agent_tab$conf_password$agent_nl
  conf_weights="$conf_weights $conf_weight"
}
conf_is_url() {
  case $1 in
    ftp://?* | ftps://?* | http://?* | https://?*) ;;
    *) conf_stop "\`$1\`: ftp:, ftps:, http: or https: was expected" ;;
  esac
  case $1 in *@*) conf_stop 'a user stands after `user`, not in the address' ;; esac
  case $1 in *[!]A-Za-z0-9._~:/+[-]*) conf_stop "\`$1\` is no address" ;; esac
  case ${1#*://}/ in /* | *//* | */../*) conf_stop "\`$1\` is no address" ;; esac
  conf_host=${1#*://}
  conf_host=${conf_host%%/*}
  case $conf_host in
    '['*']') ;;
    '['*']':*) conf_is_port "$1" "${conf_host##*]:}" ;;
    -* | *:*:*) conf_stop "\`$1\` is no address" ;;
    *:*) conf_is_port "$1" "${conf_host#*:}" ;;
  esac
}
# conf_is_port URL PORT
conf_is_port() {
  case $2 in
    0* | '' | *[!0-9]* | ??????*) ;;
    *) [ "$2" -gt 65535 ] || return 0 ;;
  esac
  conf_stop "\`$1\` has no port from 1 to 65535"
}
conf_take_option() {
  conf_rest=${conf_rest#"$1"}
  conf_rest=${conf_rest# }
  conf_given=${conf_rest%% *}
  conf_rest=${conf_rest#"$conf_given"}
  case $1 in weight | user | password-file) conf_once "$1" ;; *) conf_stop "\`$1\`: \`weight\`, \`user\` or \`password-file\` was expected" ;; esac
  [ -n "$conf_given" ] || conf_stop "\`$1\` has no value"
  case $1 in
    weight)
      conf_number "$conf_given" 1 100 || conf_stop 'a weight from 1 to 100 was expected'
      conf_weight=$conf_given
      ;;
    user) conf_user=$conf_given ;;
    password-file) conf_take_password "$conf_given" ;;
  esac
}
conf_take_password() {
  conf_take_file "$1"
  IFS= read -r conf_password <"$1" || [ -n "$conf_password" ] || conf_stop "$1: it is empty"
  case $conf_password in
    '') conf_stop "$1: its first line is empty" ;;
    *["$agent_tab$conf_cr"]*) conf_stop "$1: there is a tab or a carriage return in the password" ;;
  esac
}
