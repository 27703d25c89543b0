# dpkg before trixie takes packages for all architectures for ones of who built it, so that it does not
# find what they depend on in a tree of another. What was locked has all that it depends on.
dpkg() {
  command dpkg --force-depends "$@" 2> /dpkg-says || {
    cat /dpkg-says >&2
    return 1
  }
}
