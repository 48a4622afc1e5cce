# Looked through before anything is written: files, folders, and links that stay inside. Unpacked beside the
# place into a folder that only we can enter, looked through again, and then named.

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
  unpack_look
  if present "$1"; then rm -rf "$1"; fi
  mkdir -m 700 "$1" && tar "-x${unpack_zip}of" "$file" -C "$1" || {
    rm -rf "$1"
    fail "can't unpack $file: ${1%/*} has no room for it, or the archive is broken"
  }
  unpack_bad=$(find "$1" '(' ! -type f ! -type d ! -type l -o ! -type l '(' -perm -4000 -o -perm -2000 ')' ')' -print)
  [ -z "$unpack_bad" ] && chmod 755 "$1" || {
    rm -rf "$1"
    fail "$file: refused for $unpack_bad"
  }
}

# GNU tar sees by itself that an archive is zipped; busybox lists nothing then, and has to be told.
unpack_look() {
  unpack_size=$(wc -c <"$file") || fail "can't read $file"
  unpack_zip=''
  unpack_list 2>/dev/null
  case $? in
    0) return 0 ;;
    3) unpack_zip=z ;;
  esac
  unpack_list || fail "$file: the whole archive is refused"
}
# 0: good, 3: nothing listed; else the entry is named.
unpack_list() {
  tar "-tv${unpack_zip}f" "$file" 2>&1 | awk -v most=200000 -v size="$unpack_size" '
    BEGIN { room = size * 100 + 16777216 }
    function refuse(why) { print why ": " $0; refused = 1; exit 1 }
    function plain(name) {
      while (sub(/^\.\//, "", name)) ;
      sub(/\/+$/, "", name)
      return name
    }
    function outside(name) { return name ~ /^\// || name ~ /(^|\/)\.\.(\/|$)/ }
    # A link climbs only at its beginning, and not above the top.
    function escapes(at, to, depth) {
      for (depth = split(at, parts, "/") - 1; to ~ /^\.\.?(\/|$)/; sub(/^\.\.?\/?/, "", to))
        if (to ~ /^\.\./ && --depth < 0) return 1
      return outside(to)
    }
    # What tar says itself. busybox takes what would lead out off the names that it lists: the next one is it.
    /^tar: / { if (/[Rr]emoving leading/) stripped = 1; next }
    stripped { refuse("leaves the folder") }
    { count++ }
    !match($0, /^[-dlh][-rwxsStT]+[+.@]? +[^ \/]+\/[^ \/]+ +[0-9]+ +[0-9-]+ [0-9:.]+ /) {
      refuse("neither file, folder nor link")
    }
    { kind = substr($0, 1, 1); name = substr($0, RLENGTH + 1) }
    substr($0, 1, 10) ~ /^...[sS]|^......[sS]/ { refuse("set-uid or set-gid") }
    {
      sum += $3
      if (count > most) refuse("more than " most " entries")
      if (sum > room) refuse("unpacks to more than " room " bytes")
      mark = kind == "h" ? " link to " : " -> "
      pieces = split(name, piece, mark)
      if (pieces > 2 || (pieces == 2 && kind == "d")) refuse("a name that can be read in two ways")
      if (kind ~ /[lh]/ && pieces != 2) refuse("a link without its target")
      name = plain(piece[1])
      if (outside(name)) refuse("leaves the folder")
      if (kind == "l") {
        if (escapes(name, piece[2])) refuse("a link that leaves the folder")
        link[name] = 1
      } else if (pieces == 2 && !(plain(piece[2]) in file)) refuse("a link to what is not in the archive")
      else if (kind != "d") file[name] = 1
      names[count] = name
    }
    END {
      if (refused) exit 1
      if (!count) exit 3
      for (n = 1; n <= count; n++)
        for (name = names[n]; sub(/\/[^\/]*$/, "", name); )
          if (name in link) { print "passes through a link: " names[n]; exit 1 }
    }' >&2
}
