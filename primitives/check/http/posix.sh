apply() {
  case $url in http://* | https://*) ;; *) fail "\`$url\` is no http URL" ;; esac
  http_got=''
  if command -v curl >/dev/null; then
    http_got=$(curl -q -s -o /dev/null -w '%{http_code}' --connect-timeout 5 -m 10 --noproxy '*' "$url")
  elif command -v wget >/dev/null; then
    http_wget
  else
    fail "no curl or wget on this device"
  fi
  [ "$http_got" = "$status" ] || fail "$url answered ${http_got:-nothing}, not $status"
}
# The last status line that wget tells of; busybox's says nothing where all is well.
http_wget() {
  case $(wget --version 2>/dev/null) in
    *"GNU Wget"*) http_said=$(wget -S -t 1 -T 5 --max-redirect=0 -O /dev/null "$url" 2>&1) ;;
    *) http_said=$(wget -S -O /dev/null "$url" 2>&1) ;;
  esac
  http_code=$?
  case $http_said in
    *HTTP/[0-9.]*) http_got=${http_said##*HTTP/} http_got=${http_got#* } http_got=${http_got%%[!0-9]*} ;;
    *) [ "$http_code" != 0 ] || http_got=200 ;;
  esac
}
