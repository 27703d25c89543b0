# Makes a runtime of the packages in /target: nothing that only people or package managers read,
# nothing that raises privileges. Licences and the package database stay, for audits and scanners.
if [ -d /target/usr/share/doc ]; then
  find /target/usr/share/doc -mindepth 2 ! -type d ! -name copyright -exec rm -f {} +
  find /target/usr/share/doc -mindepth 1 -depth -type d -exec rmdir {} + 2> /dev/null || true
fi
for folder in man info locale lintian bug doc-base bash-completion zsh menu; do
  rm -rf "/target/usr/share/$folder"
done
find "$database/info" -type f ! -name '*.list' ! -name '*.md5sums' ! -name format -exec rm -f {} +
rm -rf "$database/triggers" "$database/updates" "$database/parts" "$database/alternatives"
find /target -xdev -type f -perm +6000 -exec chmod ug-s {} +
