# Times as two numbers, days and seconds of the day, since some shells count to 2^31 only.

# Once a second is enough: gives time_stamp, time_today, time_clock.
time_asked=''
time_now() {
  kit_clock
  [ "$time_asked" != $((kit_now / 100)) ] || return 0
  time_asked=$((kit_now / 100))
  time_stamp=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  time_of "$time_stamp"
  time_today=$time_days time_clock=$time_seconds
}

# time_of TEXT: gives time_days and time_seconds; fails if it is no time.
time_of() {
  case $1 in
    [0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z) ;;
    *) return 1 ;;
  esac
  time_rest=${1#????-}
  time_month=${time_rest%%-*} time_day=${time_rest#??-}
  time_day=${time_day%%T*} time_rest=${1#*T}
  time_hour=${time_rest%%:*} time_rest=${time_rest#*:}
  time_minute=${time_rest%%:*} time_second=${time_rest#*:}
  time_second=${time_second%Z} time_year=${1%%-*}
  time_plain year month day hour minute second
  [ "$time_month" -ge 1 ] && [ "$time_month" -le 12 ] && [ "$time_day" -ge 1 ] && [ "$time_day" -le 31 ] &&
    [ "$time_hour" -le 23 ] || return 1
  time_count
}
# Without leading zeros, which would make them octal.
time_plain() {
  for time_name in "$@"; do
    eval "time_rest=\$time_$time_name"
    while :; do case $time_rest in 0?*) time_rest=${time_rest#0} ;; *) break ;; esac done
    eval "time_$time_name=\$time_rest"
  done
}
# A year that begins in March has its odd day at the end.
time_count() {
  time_from_march=$((time_month - 3))
  if [ "$time_month" -lt 3 ]; then
    time_from_march=$((time_month + 9)) time_year=$((time_year - 1))
  fi
  time_days=$((365 * time_year + time_year / 4 - time_year / 100 + time_year / 400))
  time_days=$((time_days + (153 * time_from_march + 2) / 5 + time_day - 1))
  time_seconds=$((time_hour * 3600 + time_minute * 60 + time_second))
}

# time_is_past TEXT: not later than now.
time_is_past() {
  time_of "$1"
  [ "$time_days" -lt "$time_today" ] || { [ "$time_days" -eq "$time_today" ] && [ "$time_seconds" -le "$time_clock" ]; }
}
# time_is_far TEXT: more than a day after now.
time_is_far() {
  time_of "$1"
  [ "$time_days" -gt $((time_today + 1)) ] ||
    { [ "$time_days" -eq $((time_today + 1)) ] && [ "$time_seconds" -gt "$time_clock" ]; }
}
# time_until TEXT: gives time_left, the seconds until then; at most some days' worth, either way.
time_until() {
  time_of "$1"
  time_left=$((time_days - time_today))
  [ "$time_left" -le 1000 ] || time_left=1000
  [ "$time_left" -ge -1000 ] || time_left=-1000
  time_left=$((time_left * 86400 + time_seconds - time_clock))
}
