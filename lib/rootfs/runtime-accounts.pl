# Adds to the tree what C libraries look up: root, nobody and the user of the image, where their
# numbers are not taken, and where host names are looked for; and the folders that the user may write.
my $NOBODY = 65534;

# Does something to a file or folder and leaves the date of the folder that it is in.
sub in_folder_of {
  my ($path, $change) = @_;
  (my $folder = "$root$path") =~ s{/[^/]*$}{};
  my $date = (stat $folder)[9];
  $change->("$root$path");
  utime $date, $date, $folder;
}

sub make_folder {
  my ($path, $mode) = @_;
  return if -d "$root$path";
  (my $above = $path) =~ s{/[^/]*$}{};
  make_folder($above, 0755) if length $above;
  in_folder_of($path, sub {
    mkdir $_[0] or die "$path: $!\n";
    chmod $mode, $_[0];
    utime $given{epoch}, $given{epoch}, $_[0];
  });
}

sub write_file {
  my ($path, $text) = @_;
  in_folder_of($path, sub {
    open my $file, '>:raw', $_[0] or die "$path: $!\n";
    print $file $text;
    close $file or die "$path: $!\n";
    chmod 0644, $_[0];
    utime $given{epoch}, $given{epoch}, $_[0];
  });
}

# Puts entries before those of a file whose name or number is taken there.
sub add_accounts {
  my ($path, @entries) = @_;
  my @there;
  if (open my $file, '<:raw', "$root$path") { @there = <$file> }
  my (%names, %numbers);
  for (@there) { my ($name, undef, $number) = split /:/; $names{$name} = $numbers{$number} = 1 }
  my @added;
  for (@entries) {
    my ($name, undef, $number) = split /:/;
    next if $names{$name} || $numbers{$number};
    $names{$name} = $numbers{$number} = 1;
    push @added, "$_\n";
  }
  write_file($path, join '', @added, @there) if @added;
}

make_folder('/etc', 0755);
my ($user, $group) = @given{qw(user group)};
add_accounts('/etc/passwd',
  'root:x:0:0:root:/root:/sbin/nologin',
  "nobody:x:$NOBODY:$NOBODY:nobody:/nonexistent:/sbin/nologin",
  "nonroot:x:$user:$group:nonroot:/nonexistent:/sbin/nologin");
add_accounts('/etc/group', 'root:x:0:', "nogroup:x:$NOBODY:", "nonroot:x:$group:");
write_file('/etc/nsswitch.conf', "passwd: files\ngroup: files\nhosts: files dns\n")
  unless -e "$root/etc/nsswitch.conf";

for (@writable) {
  my ($owner, $owner_group, $mode, $path) = m{^/} ? ('', '', '', $_) : split /:/, $_, 4;
  make_folder($path, 0750);
  my $folder = resolve($path);
  $owner = $user unless length $owner;
  $owner_group = $group unless length $owner_group;
  chown $owner, $owner_group, "$root$folder" or die "$path: $!\n";
  chmod(length $mode ? oct $mode : (stat "$root$folder")[2] & 07777 | 0700, "$root$folder");
}
