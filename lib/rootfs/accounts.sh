# Gives the accounts that maintainer scripts added the numbers that belong to their names: those of
# adduser and systemd-sysusers depend on what was installed before.
#
# Numbers from 101 to 999 are Debian's for the system's accounts; group 100 is "users". Others come
# from $ACCOUNTS, words as name=number.
number_of() {
  for word in ${ACCOUNTS-}; do
    if [ "${word%=*}" = "$1" ]; then
      echo "${word#*=}"
      return
    fi
  done
  checksum=$(printf %s "$1" | cksum)
  echo $((101 + ${checksum%% *} % 899))
}
list_accounts() {
  awk -F: -v kind="$1" -v first="$2" '$3 >= first && $3 < 1000 { print kind, $1, $3 }' "/etc/$1"
}
{ list_accounts passwd 100; list_accounts group 101; } | while read -r kind name old; do
  echo "$kind $old $(number_of "$name") $name"
done > /changes/ids

awk '
  ($1, $3) in owner {
    print "the accounts " owner[$1, $3] " and " $4 " have the same number, " $3 ": give one of them another"
    status = 1
  }
  { owner[$1, $3] = $4 }
  END { exit status }
' /changes/ids >&2

# The files first, all of them read before any changes hands: a number may be another one's of before.
find / -xdev \( -uid +99 -uid -1000 -o -gid +100 -gid -1000 \) -printf '%U %G %m %y %p\n' \
  > /changes/owned
awk '
  FILENAME == ARGV[1] { new[$1, $2] = $3; next }
  {
    user = ("passwd", $1) in new ? new["passwd", $1] : $1
    group = ("group", $2) in new ? new["group", $2] : $2
    if (user == $1 && group == $2) next
    path = $0
    sub(/^[^ ]* [^ ]* [^ ]* [^ ]* /, "", path)
    print user ":" group, $3, $4, path
  }
' /changes/ids /changes/owned | while read -r owner mode type path; do
  chown -h "$owner" "$path"
  # A change of hands takes the set-user-ID bit away.
  if [ "$type" != l ]; then chmod "$mode" "$path"; fi
done

renumber() {
  awk -F: -v OFS=: -v kind="$1" '
    FILENAME == ARGV[1] { split($0, words, " "); new[words[1], words[2]] = words[3]; next }
    {
      if ((kind, $3) in new) $3 = new[kind, $3]
      if (kind == "passwd" && ("group", $4) in new) $4 = new["group", $4]
      print
    }
  ' /changes/ids "/etc/$1" > /changes/file
  cat /changes/file > "/etc/$1"
}
for kind in passwd group; do renumber "$kind"; done
rm /changes/ids /changes/owned /changes/file
