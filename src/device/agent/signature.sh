# Signatures in OpenSSH's format, checked with `ssh-keygen -Y` or with OpenSSL 3, whichever is there. Both see
# a blob only if it says what it must: this key, this namespace, sha512.

# Gives trust_verifier: ssh-keygen, openssl or none.
trust_choose_verifier() {
  [ -z "${trust_verifier-}" ] || return 0
  case $(ssh-keygen -Y verify </dev/null 2>&1) in
    *'missing namespace'*) trust_verifier=ssh-keygen ;;
    *) case $(openssl version 2>/dev/null) in 'OpenSSL '[3-9]*) trust_verifier=openssl ;; *) trust_verifier=none ;; esac ;;
  esac
}

# trust_signed FILE ROLE KEYS THRESHOLD KEY...: whether so many different keys have signed. trust_parse has
# read the file; KEYS are lines `NAME KEY`.
trust_signed() {
  trust_choose_verifier
  [ "$trust_verifier" != none ] || return 0
  trust_space=cutover-$2 trust_known=$3 trust_threshold=$4 trust_good=0 trust_met=''
  [ -n "$trust_signatures" ] || {
    trust_refuse unsigned 'nobody has signed it'
    return
  }
  sed '/^end$/q' "$1" >"$trust_new/signed" || return 1
  shift 4
  for trust_name in "$@"; do
    trust_has_signed "$trust_name" || continue
    trust_good=$((trust_good + 1))
    [ "$trust_good" -lt "$trust_threshold" ] || return 0
  done
  case $trust_met$trust_good in
    0) trust_refuse wrong-key 'none of its signatures is of a key of the role' ;;
    *0) trust_refuse unsigned 'no signature of a key of the role holds for this text' ;;
    *) trust_refuse threshold "only $trust_good of $trust_threshold keys have signed it" ;;
  esac
}
# One of the signatures that are said to be by this key holds.
trust_has_signed() {
  trust_line_of "$trust_known" "$1" || return 1
  trust_key=$trust_found trust_left=$kit_nl$trust_signatures
  while :; do
    case $trust_left in *"$kit_nl$1 "*) ;; *) return 1 ;; esac
    trust_met=met
    trust_left=${trust_left#*"$kit_nl$1 "}
    trust_blob=${trust_left%%"$kit_nl"*}
    trust_left=$kit_nl${trust_left#*"$kit_nl"}
    ! trust_verify "$trust_key" "$trust_blob" || return 0
  done
}

# trust_line_of LINES NAME: gives trust_found, what follows NAME on its line.
trust_line_of() {
  case $kit_nl$1 in *"$kit_nl$2 "*) ;; *) return 1 ;; esac
  trust_found=$kit_nl$1
  trust_found=${trust_found#*"$kit_nl$2 "}
  trust_found=${trust_found%%"$kit_nl"*}
}

# trust_verify KEY BLOB: of the file `signed`, for the namespace trust_space.
trust_verify() {
  # A key's digits stand for 51 bytes, none left over: so one call decodes both.
  trust_decode "$1$2" >"$trust_new/both" || return 1
  # shellcheck disable=SC2046 # bytes in hex
  trust_part $(od -An -v -tx1 "$trust_new/both") || return 1
  trust_head=5353485349470000000100000033$trust_key_hex
  trust_hex_of_space
  trust_head=$trust_head${trust_gives}0000000000000006736861353132
  trust_head=${trust_head}000000530000000b7373682d6564323535313900000040
  case $trust_blob_hex in "$trust_head"*) ;; *) return 1 ;; esac
  [ ${#trust_blob_hex} = $((${#trust_head} + 128)) ] || return 1
  if [ "$trust_verifier" = openssl ]; then trust_by_openssl; else trust_by_ssh_keygen "$1" "$2"; fi
}
trust_decode() {
  if command -v base64 >/dev/null; then
    kit_put "$1" | base64 -d 2>/dev/null
  else
    kit_put "$1$kit_nl" | openssl base64 -d -A 2>/dev/null
  fi
}
# trust_part BYTE...: gives trust_key_hex, the first 51, and trust_blob_hex, the others.
trust_part() {
  [ $# -gt 51 ] || return 1
  IFS=''
  trust_gives="$*"
  shift 51
  trust_blob_hex="$*"
  unset IFS
  trust_key_hex=${trust_gives%"$trust_blob_hex"}
}
# The namespace with its length before it: gives trust_gives, and trust_octal for printf.
trust_hex_of_space() {
  case $trust_space in
    cutover-root) trust_gives=0000000c6375746f7665722d726f6f74 trust_octal='\014' ;;
    cutover-targets) trust_gives=0000000f6375746f7665722d74617267657473 trust_octal='\017' ;;
    cutover-snapshot) trust_gives=000000106375746f7665722d736e617073686f74 trust_octal='\020' ;;
    cutover-timestamp) trust_gives=000000116375746f7665722d74696d657374616d70 trust_octal='\021' ;;
  esac
}

trust_by_ssh_keygen() {
  kit_put "cutover namespaces=\"$trust_space\" ssh-ed25519 $1$kit_nl" >"$trust_new/signers"
  kit_put "-----BEGIN SSH SIGNATURE-----$kit_nl$2$kit_nl-----END SSH SIGNATURE-----$kit_nl" >"$trust_new/armour"
  ssh-keygen -Y verify -f "$trust_new/signers" -I cutover -n "$trust_space" -s "$trust_new/armour" \
    <"$trust_new/signed" >/dev/null 2>&1
}
# What OpenSSH signs, put together again: SSHSIG, namespace, nothing, sha512, the hash. And the key as OpenSSL wants it.
trust_by_openssl() {
  {
    # shellcheck disable=SC2059 # bytes
    printf 'SSHSIG\0\0\0'"$trust_octal$trust_space"'\0\0\0\0\0\0\0\006sha512\0\0\0\100'
    openssl dgst -sha512 -binary "$trust_new/signed"
  } >"$trust_new/message" &&
    { printf '\060\052\060\005\006\003\053\145\160\003\041\000' && head -c 51 "$trust_new/both" | tail -c 32; } >"$trust_new/key.der" &&
    tail -c 64 "$trust_new/both" >"$trust_new/raw" &&
    openssl pkeyutl -verify -rawin -pubin -keyform DER -inkey "$trust_new/key.der" -in "$trust_new/message" \
      -sigfile "$trust_new/raw" >/dev/null 2>&1
}

# Whether each key of a new root is called by its fingerprint: lines `NAME KEY` in trust_p_keys.
trust_named_rightly() {
  trust_choose_verifier
  trust_rest=$trust_p_keys
  while [ -n "$trust_rest" ]; do
    trust_line=${trust_rest%%"$kit_nl"*}
    trust_rest=${trust_rest#*"$kit_nl"}
    trust_fingerprint "${trust_line#* }" || return 0
    [ "$trust_gives" = "${trust_line%% *}" ] || return 1
  done
}
# Fails where nothing here can tell.
trust_fingerprint() {
  case $trust_verifier in
    ssh-keygen)
      kit_put "ssh-ed25519 $1$kit_nl" >"$trust_new/key"
      trust_gives=$(ssh-keygen -lf "$trust_new/key" 2>/dev/null)
      trust_gives=${trust_gives#* } trust_gives=${trust_gives%% *}
      ;;
    openssl)
      trust_decode "$1" >"$trust_new/key"
      trust_gives=SHA256:$(openssl dgst -sha256 -binary "$trust_new/key" | openssl base64 -A)
      trust_gives=${trust_gives%=}
      ;;
    *) return 1 ;;
  esac
}
