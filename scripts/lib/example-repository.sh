# shellcheck shell=bash
# A git repository whose commit ids depend on nothing but the files. To be sourced after common.sh.

# Git without any configuration of the user or the machine, and with fixed people and dates.
plain_git=(env
  HOME=/nonexistent LC_ALL=C TZ=UTC
  GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
  GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory 'GIT_CONFIG_VALUE_0=*'
  'GIT_AUTHOR_NAME=Example Author' GIT_AUTHOR_EMAIL=author@example.org 'GIT_AUTHOR_DATE=1767225600 +0000'
  'GIT_COMMITTER_NAME=Example Author' GIT_COMMITTER_EMAIL=author@example.org 'GIT_COMMITTER_DATE=1767225600 +0000')

# example_files FOLDER : its files, separated by NUL. In a clone only what is committed or staged, so
# that a compiled program lying about does not change the commit.
example_files() {
  if "${plain_git[@]}" git -C "$1" ls-files --error-unmatch . >/dev/null 2>&1; then
    "${plain_git[@]}" git -C "$1" ls-files -z --cached
  else
    (cd -- "$1" && find . -type f -printf '%P\0')
  fi
}

# make_example_repository FOLDER REPOSITORY : makes the bare REPOSITORY, and prints its one commit.
make_example_repository() {
  local folder=$1 repository=$2 path mode id
  local -a git=("${plain_git[@]}" git "--git-dir=${repository}")
  [ -d "$folder" ] || { say "${folder} is no folder"; return 1; }
  rm -rf -- "$repository"
  "${plain_git[@]}" git init --quiet --bare --object-format=sha1 -b main "$repository" || return 1
  "${git[@]}" config uploadpack.allowAnySHA1InWant true
  # Objects and index by hand: no attribute, filter or ignore file of the checkout has a say.
  while IFS= read -r -d '' path; do
    mode=100644
    [ ! -x "${folder}/${path}" ] || mode=100755
    id=$("${git[@]}" hash-object -w --no-filters -- "${folder}/${path}") || return 1
    printf '%s %s\t%s\0' "$mode" "$id" "$path"
  done < <(example_files "$folder" | sort -z) | "${git[@]}" update-index -z --index-info || return 1
  id=$("${git[@]}" commit-tree -m 'A small C program' "$("${git[@]}" write-tree)") || return 1
  "${git[@]}" update-ref refs/heads/main "$id" || return 1
  "${git[@]}" tag --no-sign -a -m 'Version 1.0.0' v1.0.0 "$id" || return 1
  printf '%s\n' "$id"
}
