# Others are added. Each is three lines: what, where to, by whom.
if [ -e /changes/tree/var/lib/dpkg/diversions ]; then
  touch "$database/diversions"
  translate_paths < /changes/tree/var/lib/dpkg/diversions | awk '
    FILENAME == ARGV[1] { if (FNR % 3 == 1) is_there[$0] = 1; next }
    FNR % 3 == 1 { what = $0 }
    FNR % 3 == 2 { to = $0 }
    FNR % 3 == 0 && !(what in is_there) && $0 != "base-files" && $0 != "libc6" {
      print what "\n" to "\n" $0
    }
  ' "$database/diversions" - > /diversions
  cat /diversions >> "$database/diversions"
fi

cp -a /changes/tree /tree
cd /tree
if [ -d var/lib/dpkg ]; then
  find var/lib/dpkg -mindepth 1 -maxdepth 1 ! -name alternatives ! -name statoverride -exec rm -rf {} +
fi
# Made for the architecture of who made them: the linker's cache, Java's classes.
rm -f etc/ld.so.cache
find . -type f -name '*.jsa' -delete
translate_tree

remove_paths /changes/removed
apply_tree
apply_attributes /changes/attributes
