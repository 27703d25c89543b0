# Dates the certificates that Java trusts to $SOURCE_DATE_EPOCH: ca-certificates-java writes the time at
# which it ran to each, and a hash over all.
#
# The format (JKS 2, big endian): magic, version, count; for each entry a kind, the alias, milliseconds
# since 1970, the type and the certificate; SHA-1 of the password, a phrase and all before.
if [ -s /etc/ssl/certs/java/cacerts ]; then
  perl -e '
    my ($path, $epoch) = @ARGV;
    open my $in, "<:raw", $path or die "$path: $!\n";
    my $store = do { local $/; <$in> };
    my ($magic, $version, $count) = unpack "N N N", $store;
    die "$path: no store of Java\n" unless $magic == 0xfeedfeed && $version == 2;
    my $at = 12;
    my $take = sub { my $bytes = substr $store, $at, $_[0]; $at += $_[0]; return $bytes };
    my $text = sub { my $length = $take->(2); return $length . $take->(unpack "n", $length) };
    my %entries;
    for (1 .. $count) {
      my $kind = $take->(4);
      die "$path: holds a key\n" unless unpack("N", $kind) == 2;
      my $alias = $text->();
      $take->(8);
      my $type = $text->();
      my $length = $take->(4);
      my $date = pack "Q>", $epoch * 1000;
      $entries{$alias} = $kind . $alias . $date . $type . $length . $take->(unpack "N", $length);
    }
    my $body = pack("N N N", $magic, $version, $count) . join "", map { $entries{$_} } sort keys %entries;
    my $password = join "", map { "\0$_" } split //, "changeit";
    open my $out, ">:raw", "$path.new" or die "$path: $!\n";
    print $out $password . "Mighty Aphrodite" . $body;
    close $out;
    my ($hash) = qx{sha1sum "$path.new"} =~ /^([0-9a-f]{40})/;
    open $out, ">:raw", $path or die "$path: $!\n";
    print $out $body . pack "H*", $hash;
    close $out or die "$path: $!\n";
    unlink "$path.new";
  ' /etc/ssl/certs/java/cacerts "$SOURCE_DATE_EPOCH"
fi
