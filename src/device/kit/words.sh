# The Cutover device kit. POSIX sh; it needs the tools that busybox has, and reads nothing from the network.
# Rule 1: what is asked for is written to disc and synced before it is done, and done before it is answered.
# Rule 2: a value is never code: it is an argument, or text on a descriptor; `eval` sees only checked names.
# Rule 3: whoever changes anything holds the lock, and has read the state under it.
# Rule 4: no process where a builtin will do. The kit's names begin with `kit_`; what a function "gives"
#         it leaves in a variable, since a command substitution is a process.
# docs/device-kit.md says what stands on the disc and in the frames.
#
# `a && b || c` is meant as it works: c runs when either has failed. Subshells keep their changes to themselves.
# Much is set here for the bindings, and much is called by records and by name.
# shellcheck disable=SC2015,SC2030,SC2031,SC2034,SC2317,SC2329

umask 077
cd /
unset IFS QUOTING_STYLE POSIXLY_CORRECT TAR_OPTIONS BLOCK_SIZE DF_BLOCK_SIZE BLOCKSIZE
LC_ALL=C
export LC_ALL
kit_nl='
'
kit_tab='	'
case :$PATH: in *:/usr/sbin:*) ;; *) PATH=$PATH:/usr/sbin:/sbin ;; esac
kit_failed='' kit_reason='' kit_detail='' kit_answer='' kit_ways='' kit_unsynced=''

# A text, to the byte. Where printf is a program (mksh, posh), the text must not become its argument.
kit_put() { printf '%s' "$1"; }
kit_choose_put() {
  case ${KSH_VERSION-} in
    *MIRBSD* | *LEGACY*)
      kit_put() { print -rn -- "$1"; }
      return 0
      ;;
  esac
  [ -z "${YASH_VERSION-}" ] || return 0
  PATH='' printf '' 2>/dev/null && return 0
  # posh: its echo reads backslashes, and has no other option than -n.
  # shellcheck disable=SC2028,SC3037
  kit_put() {
    kit_replace "$1" "\\" "\\\\"
    case $kit_replaced in
      -*) echo -n "\\0055${kit_replaced#-}" ;;
      *) echo -n "$kit_replaced" ;;
    esac
  }
}

# One frame to the controller; a program of the kit has no token, and says nothing.
kit_say() { [ -z "$kit_token" ] || kit_put "$kit_nl$kit_token $1$kit_nl"; }

# kit_replace TEXT FROM TO: gives kit_replaced.
kit_replace() {
  kit_tail=$1
  kit_replaced=''
  while :; do
    case $kit_tail in
      *"$2"*)
        kit_replaced=$kit_replaced${kit_tail%%"$2"*}$3
        kit_tail=${kit_tail#*"$2"}
        ;;
      *) break ;;
    esac
  done
  kit_replaced=$kit_replaced$kit_tail
}

# A text as one word of shell, on one line: gives kit_quoted.
kit_quote() {
  kit_quoted=$1
  case $kit_quoted in
    *\'*)
      kit_replace "$kit_quoted" "'" "'\\''"
      kit_quoted=$kit_replaced
      ;;
  esac
  case $kit_quoted in
    *"$kit_nl"*)
      kit_replace "$kit_quoted" "$kit_nl" "'\"\$kit_nl\"'"
      kit_quoted=$kit_replaced
      ;;
  esac
  kit_quoted="'$kit_quoted'"
}

# Words as one line of shell: adds them to kit_line.
kit_quote_all() {
  for kit_word in "$@"; do
    kit_quote "$kit_word"
    kit_line="$kit_line $kit_quoted"
  done
}

# A value for an answer: gives kit_escaped.
kit_escape() {
  kit_escaped=$1
  case $1 in *[!A-Za-z0-9@._:,/+-]*) ;; *) return 0 ;; esac
  kit_escaped=''
  for kit_byte in $(kit_put "$1" | od -An -v -tx1); do
    kit_escaped=$kit_escaped%$kit_byte
  done
}

kit_is_number() { case $1 in '' | *[!0-9]*) return 1 ;; esac }
kit_is_word() { case $1 in '' | *[!A-Za-z0-9@._:,/+-]*) return 1 ;; esac }

# A param's name: it becomes a variable, so it must be one, and not one of the kit's.
kit_is_name() {
  case $1 in
    '' | [!a-z]* | *[!a-z0-9_]* | kit_* | kept | saved | passing | work) return 1 ;;
  esac
}

# Centiseconds since the device started: gives kit_now.
kit_clock() {
  read -r kit_now kit_rest </proc/uptime
  kit_now=${kit_now%.*}${kit_now#*.}
  while :; do case $kit_now in 0?*) kit_now=${kit_now#0} ;; *) break ;; esac done
}

# Which process that is: gives kit_group and kit_start; fails if it is gone (a zombie is).
kit_process() {
  { read -r kit_rest <"/proc/$1/stat"; } 2>/dev/null || return 1
  # shellcheck disable=SC2086 # numbers and one letter
  kit_process_fields ${kit_rest##*") "}
}
kit_process_fields() {
  case $1 in Z | X) return 1 ;; esac
  kit_parent=$2 kit_group=$3
  shift 19
  kit_start=$1
}

# Files and folders are on the disc when this returns.
kit_sync() { sync "$@" 2>/dev/null || sync; }

kit_choose_put
read -r kit_boot </proc/sys/kernel/random/boot_id
kit_process $$
kit_me=$$:$kit_group:$kit_start:$kit_boot
kit_my_group=$kit_group
