# Removes the links that maintainer scripts and tmpfiles.d made to what a runtime lacks, a manual say.
for tree in /of-minbase /of-packages; do
  cd "$tree"
  find . -type l
done | if [ -e /made-links ]; then cat - /made-links; else cat; fi | while read -r path; do
  path=/target${path#.}
  case $(readlink "$path") in
    # They are there when the container runs.
    /dev/* | /proc/* | /run/* | /sys/*) ;;
    *) if ! leads_somewhere "${path#/target}"; then rm -f "$path"; fi ;;
  esac
done
