# Prints field 3 of the account $2 in /etc/$1, its number, or another field, $3. Fails where no such
# account is known; a number needs none.
account_number() {
  case $2 in
    # It is added last.
    root) echo 0; return ;;
    *[!0-9]*) ;;
    *) if [ $# -eq 2 ]; then echo "$2"; return; fi ;;
  esac
  # Not all of the files need be there, nor are all read to the end.
  { cat "/target/etc/$1" "/changes/tree/etc/$1" "/minbase/tree/etc/$1" 2> /dev/null || true; } |
    awk -F: -v account="$2" -v field="${3-3}" '
      $1 == account || $3 == account { print $field; is_known = 1; exit }
      END { exit !is_known }'
}
