# For releases whose base-files does not hold the links of the merged /usr: makes the link of each
# folder that a package has, before anything is put behind it.
extract() {
  tar tf "/work/$1/data.tar" |
    sed -n 's,^\./\(s\?bin\|lib\|lib32\|lib64\|libo32\|libx32\)/.*,\1,p' | sort -u |
    while read -r folder; do
      if [ ! -e "/target/$folder" ]; then
        mkdir -p "/target/usr/$folder"
        ln -s "usr/$folder" "/target/$folder"
      fi
    done
  tar xvf "/work/$1/data.tar" -C /target > "/work/$1/list"
  rm "/work/$1/data.tar"
}
