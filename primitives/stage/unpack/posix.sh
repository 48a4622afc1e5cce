# Looked through before anything is written: files, folders, and links that stay inside, each under one name.
# Refused as a whole, with the entry named: what leads out or passes through a link, devices and pipes, set-uid,
# set-gid and sticky, a name twice or twice but for its case, a name with control characters, more than 200000
# entries, more than a hundred times the archive's size and 16 MiB, more than there is room for.
# Unpacked beside the place into a folder that only we can enter, looked through again, and then named.

# There already, and just this.
probe() {
  [ -d "$into" ] && [ ! -L "$into" ] || return 1
  unpack_to "$work/.unpack"
  unpack_same=no
  [ "$(kit_tree "$into")" != "$(kit_tree "$work/.unpack")" ] || unpack_same=yes
  rm -rf "$work/.unpack"
  [ "$unpack_same" = yes ] || fail "$into is there already, and holds something else"
}
save() {
  straight "$into"
  ! present "$into" || fail "$into is there already"
  topmost_missing "$into"
}
# What stands there now can only be ours: the record says that nothing did.
apply() {
  if present "$into"; then take_away "$into"; fi
  [ -d "${into%/*}/" ] || mkdir -p "${into%/*}/" || fail "can't make ${into%/*}"
  unpack_to "$into.cutover-new"
  mv -T "$into.cutover-new" "$into" || fail "can't make $into"
}
undo() {
  take_away "$into"
  remove_empty_above "$into" "$saved"
}

unpack_to() {
  unpack_look "${1%/*}"
  if present "$1"; then rm -rf "$1"; fi
  mkdir -m 700 "$1" && unpack_bytes | tar -xof - -C "$1" || {
    rm -rf "$1"
    fail "can't unpack $file: ${1%/*} has no room for it, or the archive is broken"
  }
  unpack_bad=$(find "$1" '(' -name "*$kit_nl*" -o ! -type f ! -type d ! -type l -o \
    ! -type l '(' -perm -4000 -o -perm -2000 -o -perm -1000 ')' ')' -print)
  [ -z "$unpack_bad" ] && chmod 755 "$1" || {
    rm -rf "$1"
    fail "$file: the whole archive is refused for $unpack_bad"
  }
}

# tar is never asked what an archive is zipped with: some would start any program that they know.
unpack_look() {
  unpack_limits "$1"
  unpack_zip=no
  [ "$(od -An -N2 -tx1 "$file")" != ' 1f 8b' ] || unpack_zip=yes
  [ ! -e "$work/.unzip-failed" ] || rm -f "$work/.unzip-failed"
  { unpack_bytes | { tar -tvf - 2>&1 || kit_put "tar: failed$kit_nl" 2>/dev/null; cat >/dev/null; }; } | unpack_judge &&
    ! [ -e "$work/.unzip-failed" ] || fail "$file: the whole archive is refused"
}
# How many bytes may come out of it, and how many have room under $1.
# Sizes in awk: some shells count no further than 2 GiB. From the right, since a device's name may hold blanks.
unpack_limits() {
  unpack_room=$1
  while ! [ -d "$unpack_room/" ]; do unpack_room=${unpack_room%/*}; done
  unpack_size=$(wc -c <"$file") || fail "can't read $file"
  unpack_room=$(df -kP "$unpack_room/") || fail "can't ask for the room under $1"
  unpack_most=$(kit_put "$unpack_room" | awk -v size="$unpack_size" '
    NR == 2 { sub(/ +[-0-9%]+ +\/.*/, ""); room = $NF }
    END { printf "%.0f %.0f", size * 100 + 16777216, room * 1024; exit room !~ /^[0-9]+$/ }') ||
    fail "df said something else than a table about $1"
  unpack_room=${unpack_most#* } unpack_most=${unpack_most% *}
}
# The archive, unzipped; a bomb has an end, unless that is beyond what the device's head counts: each counts to 2^31.
unpack_bytes() {
  if [ "$unpack_zip" = no ]; then
    cat "$file"
  elif [ ${#unpack_most} -lt 10 ] || head -c "$unpack_most" </dev/null 2>/dev/null; then
    unpack_unzip | head -c "$unpack_most"
  else
    unpack_unzip
  fi
}
unpack_unzip() { gzip -dc <"$file" || : >"$work/.unzip-failed"; }

# For the judge below, in awk.
# shellcheck disable=SC2016 # awk's own
unpack_words='
  function refuse(why, what) {
    print why ": " shown(what == "" ? $0 : what)
    refused = 1
    exit 1
  }
  function shown(text, n, out, one) {
    for (n = 0; n < 256; n++) code[sprintf("%c", n)] = n
    for (n = 1; n <= length(text); n++) {
      one = substr(text, n, 1)
      out = out (one ~ /[ -~]/ ? one : sprintf("\\%03o", code[one]))
    }
    return out
  }
  function plain(name) {
    while (sub(/^\.\//, "", name)) ;
    sub(/\/+$/, "", name)
    return name == "." ? "" : name
  }
  function outside(name) { return name ~ /^\// || name ~ /(^|\/)\.\.(\/|$)/ }
  # A link climbs only at its beginning, and not above the top.
  function escapes(at, to, depth) {
    for (depth = split(at, parts, "/") - 1; to ~ /^\.\.?(\/|$)/; sub(/^\.\.?\/?/, "", to))
      if (to ~ /^\.\./ && --depth < 0) return 1
    return outside(to)
  }
  # GNU tar escapes, busybox (its times have seconds) prints bytes as they are.
  function control(name, raw) {
    if (raw) return name ~ /[\001-\037\177]/
    gsub(/\\\\/, "", name)
    return name ~ /\\([abfnrtv]|0[0-7][0-7]|177)/
  }
  # Each folder on the way, too.
  function twin(name, low) {
    for (; name != ""; name = name ~ /\// ? above(name) : "") {
      low = tolower(name)
      if (low in spelt && spelt[low] != name) return 1
      spelt[low] = name
    }
    return 0
  }
  function above(name) { sub(/\/[^\/]*$/, "", name); return name }
'

# What tar lists, entry by entry; the first that is refused is named, as on a screen that nothing can be done to.
unpack_judge() {
  awk -v most=200000 -v bytes="$unpack_most" -v room="$unpack_room" "$unpack_words"'
    # What tar says itself. busybox takes what would lead out off the names that it lists: the next one is it.
    /^tar: / {
      if (/[Rr]emoving leading/) stripped = 1
      else if ($0 != "tar: failed") said = said == "" ? $0 : said
      else if (count) refuse("can not be read behind " shown(last), said)
      else refuse("no tar archive", said)
      next
    }
    { count++ }
    !match($0, /^[-dlh][-rwxsStT]+[+.@]? +[^ \/]+\/[^ \/]+ +[0-9]+ +[0-9-]+ [0-9:.]+ /) {
      if (/^[A-Za-z?][-rwxsStT][-rwxsStT][-rwxsStT][-rwxsStT]/) refuse("neither file, folder nor link")
      refuse("a name with control characters", last "\n" $0)
    }
    { kind = substr($0, 1, 1); last = substr($0, RLENGTH + 1); sum += $3 + 1024 }
    stripped { refuse("leaves the folder", last) }
    # A name, or an owner, that would have us read another name than is meant.
    last ~ / [0-9]+ +[0-9]+-[0-9]+-[0-9]+ [0-9:.]+ / { refuse("a name that can be read in two ways", last) }
    control(last, $5 ~ /:.*:/) { refuse("a name with control characters", last) }
    substr($0, 1, 10) ~ /[sStT]/ { refuse("set-uid, set-gid or sticky", last) }
    count > most { refuse("more than " most " entries", last) }
    sum > bytes { refuse("unpacks to more than " bytes " bytes", last) }
    sum > room { refuse("unpacks to more than the " room " bytes that are free", last) }
    {
      mark = kind == "h" ? " link to " : " -> "
      pieces = split(last, piece, mark)
      if (pieces > 2 || (pieces == 2 && kind == "d")) refuse("a name that can be read in two ways", last)
      if (kind ~ /[lh]/ && pieces != 2) refuse("a link without its target", last)
      name = plain(piece[1])
      if (outside(name)) refuse("leaves the folder", last)
      if (name in was || (name == "" && kind != "d")) refuse("the same name a second time", last)
      if (twin(name)) refuse("a name that differs from another in its case only", last)
      was[name] = 1
      if (kind == "l") {
        if (escapes(name, piece[2])) refuse("a link that leaves the folder", last)
        link[name] = 1
      } else if (pieces == 2 && !(plain(piece[2]) in file)) refuse("a link to what is not in the archive", last)
      else if (kind != "d") file[name] = 1
      names[count] = name
    }
    END {
      if (refused) exit 1
      if (!count) { print "nothing is in it"; exit 1 }
      for (n = 1; n <= count; n++)
        for (name = names[n]; name ~ /\//; ) {
          name = above(name)
          if (!(name in link) && !(name in file)) continue
          print "passes through what is no folder: " shown(names[n])
          exit 1
        }
    }' >&2
}
