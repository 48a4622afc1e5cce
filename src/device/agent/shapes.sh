# The shapes of words in metadata (docs/releases.md): what is let through can be used as it is.

trust_is_name() {
  case $1 in '' | [!A-Za-z0-9_]* | *[!A-Za-z0-9_.+-]*) return 1 ;; esac
  [ ${#1} -le 64 ]
}
trust_is_release() {
  trust_is_name "$1" || return 1
  case $1 in results | timestamp | *.root | *.snapshot | *.versions) return 1 ;; esac
}
trust_is_path() {
  case $1 in '' | *[!A-Za-z0-9_.+/-]*) return 1 ;; esac
  case /$1/ in *//* | */.* | */+* | */-*) return 1 ;; esac
  [ ${#1} -le 512 ]
}
trust_is_hash() {
  case $1 in '' | *[!0-9a-f]*) return 1 ;; esac
  [ ${#1} = 64 ]
}
trust_is_size() {
  case $1 in '' | *[!0-9]* | 0?*) return 1 ;; esac
  [ ${#1} -le 15 ]
}
# 1 to 2147483647, in halves: more than that is not a number to every shell.
trust_is_counter() {
  case $1 in '' | *[!0-9]* | 0*) return 1 ;; esac
  [ ${#1} -le 10 ] || return 1
  [ ${#1} = 10 ] || return 0
  trust_half=${1%?????}
  [ "$trust_half" -lt 21474 ] || { [ "$trust_half" = 21474 ] && [ "1${1#?????}" -le 183647 ]; }
}
# Numbers between dots, `-` and a pre-release, `+` and what doesn't count.
trust_is_version() {
  trust_rest=${1#v}
  case $trust_rest in *+*) case ${trust_rest#*+} in '' | *[!0-9A-Za-z.-]*) return 1 ;; esac ;; esac
  trust_rest=${trust_rest%%+*}
  case $trust_rest in *-*) case .${trust_rest#*-}. in *..* | *[!0-9A-Za-z.-]*) return 1 ;; esac ;; esac
  trust_rest=${trust_rest%%-*}
  case .$trust_rest. in *..* | *[!0-9.]*) return 1 ;; esac
  # shellcheck disable=SC2254 # a pattern: sixteen digits in a row
  case $trust_rest in *$trust_sixteen*) return 1 ;; esac
  [ ${#1} -le 64 ]
}
trust_sixteen='[0-9][0-9][0-9][0-9]'
trust_sixteen=$trust_sixteen$trust_sixteen$trust_sixteen$trust_sixteen

# An Ed25519 key in base64: its first 19 bytes are always the same.
trust_is_key() {
  case $1 in AAAAC3NzaC1lZDI1NTE5AAAAI*) ;; *) return 1 ;; esac
  case $1 in *[!A-Za-z0-9+/]*) return 1 ;; esac
  [ ${#1} = 68 ]
}
trust_is_key_name() {
  case $1 in SHA256:*) ;; *) return 1 ;; esac
  case ${1#SHA256:} in *[!A-Za-z0-9+/]*) return 1 ;; esac
  [ ${#1} = 50 ]
}
