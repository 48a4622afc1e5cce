apply() {
  case $host in '' | -*) fail "\`$host\` can't be a host" ;; esac
  reachable_try >/dev/null 2>&1 || fail "$host can't be reached from the device on port $port"
}
# nc's variants differ: some have -z, busybox's runs a program once it is connected.
reachable_try() {
  if command -v curl; then
    reachable_curl
  elif command -v nc; then
    case $(nc --help 2>&1) in
      *BusyBox*) nc -w 5 "$host" "$port" -e true ;;
      *) nc -z -w 5 "$host" "$port" ;;
    esac
  else
    fail "no curl or nc on this device"
  fi
}
# What counts is whether the connection came about, not whether anything was said.
reachable_curl() {
  reachable_name=$host
  case $host in *:*) reachable_name="[$host]" ;; esac
  reachable_code=$(curl -q -s -o /dev/null -w '%{num_connects}' --connect-timeout 5 -m 5 --noproxy '*' \
    "telnet://$reachable_name:$port" </dev/null)
  [ "$reachable_code" = 1 ]
}
