# dpkg before trixie knows no file of its own architecture.
rm -f "$database/arch-native"
