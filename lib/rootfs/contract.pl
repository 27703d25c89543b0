# Holds the finished tree of a runtime to its contract, by what its files are.
#
# Arguments are words as key=value:
#
#   root              of the tree
#   machine, bits     of ELF files of the architecture
#   triplet           of its library folders
#   user, group       numbers that the process runs as
#   libraries         folders of LD_LIBRARY_PATH, with colons between
#   waived            waivers that the image has, with commas between
#   program           a program that the engine starts, absolute; each in a word of its own
#   epoch             date of what is made, seconds since 1970
#   writable          a folder of the user; each in a word of its own
use strict;
use warnings;
use POSIX ();

my (%given, @programs, @writable);
for (@ARGV) {
  my ($key, $value) = split /=/, $_, 2;
  if ($key eq 'program') { push @programs, $value }
  elsif ($key eq 'writable') { push @writable, $value }
  else { $given{$key} = $value }
}
my $root = $given{root};
my %waived = map { $_ => 1 } split /,/, $given{waived};
my (@problems, @notes, %folder_of, %packaged);

# A departure from the contract, unless a waiver is for it.
sub problem {
  my ($waiver, $path, $what) = @_;
  push @problems, "$path $what" . ($waiver ? " (waiver: $waiver)" : '') unless $waiver && $waived{$waiver};
}

# Of a program that does not find what it needs. What a package brings and nobody starts is told only:
# a plug-in may need what its package merely recommends.
sub misses {
  my ($path, $what, $is_started) = @_;
  if ($is_started || !$packaged{$path}) { problem('programs', $path, $what) }
  else { push @notes, "note: $path $what" }
}

# Where a path of the tree leads to, in the tree; undefined for nowhere.
sub resolve {
  my ($path) = @_;
  my @left = grep { length } split m{/}, $path;
  my ($at, $links) = ('', 0);
  while (@left) {
    my $name = shift @left;
    next if $name eq '.';
    if ($name eq '..') { $at =~ s{/[^/]*$}{}; next }
    my $link = readlink "$root$at/$name";
    if (!defined $link) {
      $at .= "/$name";
      next;
    }
    return undef if ++$links > 40;
    $at = '' if $link =~ m{^/};
    unshift @left, grep { length } split m{/}, $link;
  }
  return lstat "$root$at" ? $at : undef;
}

my %LGETXATTR = (x86_64 => 192, aarch64 => 9, riscv64 => 9, i686 => 230, ppc64le => 213, s390x => 228);
my $lgetxattr = $LGETXATTR{ (POSIX::uname())[4] };

sub has_capabilities {
  my ($path) = @_;
  return 0 unless defined $lgetxattr;
  my ($name, $value) = ("security.capability\0", "\0" x 64);
  return syscall($lgetxattr, "$path\0", $name, $value, 64) > 0;
}

# Programs whose purpose is to run commands of a person, or to change the image from inside.
my $shells = join '|', qw(ash bash busybox csh dash fish ksh mksh pwsh rbash sh tcsh zsh
  apk apt apt-get aptitude dnf dpkg microdnf opkg pacman rpm tdnf yum zypper doas sudo);

# An ELF file of the tree: what it is for and what it needs; undefined for anything else.
my %read;
sub elf {
  my ($path) = @_;
  $read{$path} = read_elf($path) unless exists $read{$path};
  return $read{$path};
}

sub read_elf {
  my ($path) = @_;
  open my $file, '<:raw', "$root$path" or return undef;
  my $at = sub {
    my ($offset, $length) = @_;
    my $bytes = '';
    return '' unless $length < 1 << 24 && seek($file, $offset, 0);
    read $file, $bytes, $length;
    return $bytes;
  };
  my $head = $at->(0, 64);
  return undef unless length $head >= 52 && substr($head, 0, 4) eq "\x7fELF";
  my ($class, $order) = unpack 'x4 C C', $head;
  my $wide = $class == 2;
  my $e = $order == 2 ? '>' : '<';
  my ($type, $machine) = unpack "x16 S$e S$e", $head;
  my ($table, $size, $count) = $wide
    ? (unpack("x32 Q$e", $head), unpack("x54 S$e S$e", $head))
    : (unpack("x28 L$e", $head), unpack("x42 S$e S$e", $head));
  my %elf = (type => $type, machine => $machine, bits => $wide ? 64 : 32, needed => [], symbols => '');
  my (@loads, $dynamic);
  for my $index (0 .. $count - 1) {
    my $entry = $at->($table + $index * $size, $size);
    last if length $entry < ($wide ? 56 : 32);
    my ($kind, $offset, $address, $length) = $wide
      ? (unpack "L$e x4 Q$e Q$e x8 Q$e", $entry)
      : (unpack "L$e L$e L$e x4 L$e", $entry);
    push @loads, [$offset, $address, $length] if $kind == 1;
    $dynamic = $at->($offset, $length) if $kind == 2;
    ($elf{interpreter}) = $at->($offset, $length) =~ /^([^\0]*)/ if $kind == 3;
  }
  return \%elf unless defined $dynamic;
  my $word = $wide ? 8 : 4;
  my (%entry, @needed);
  for (my $i = 0 ; $i + 2 * $word <= length $dynamic ; $i += 2 * $word) {
    my ($tag, $value) = unpack $wide ? "Q$e Q$e" : "L$e L$e", substr $dynamic, $i, 2 * $word;
    last if $tag == 0;
    if ($tag == 1) { push @needed, $value }
    else { $entry{$tag} = $value }
  }
  my $strings = '';
  for my $load (@loads) {
    my ($offset, $address, $length) = @$load;
    next unless defined $entry{5} && $entry{5} >= $address && $entry{5} < $address + $length;
    $strings = $at->($offset + $entry{5} - $address, $entry{10} // 0);
  }
  $elf{symbols} = $strings;
  my $text = sub { my ($string) = substr($strings, $_[0]) =~ /^([^\0]*)/; return $string };
  $elf{needed} = [map { $text->($_) } grep { $_ < length $strings } @needed];
  for my $tag (15, 29) {
    $elf{ $tag == 15 ? 'rpath' : 'runpath' } = $text->($entry{$tag})
      if defined $entry{$tag} && $entry{$tag} < length $strings;
  }
  return \%elf;
}

sub is_own { my ($elf) = @_; return $elf->{machine} == $given{machine} && $elf->{bits} == $given{bits} }

# Every path of the tree, and where libraries lie by name.
my (%by_name, @links, @elves, %commands);
sub walk {
  my ($folder) = @_;
  opendir my $handle, "$root$folder" or die "$folder: $!\n";
  my @names = sort grep { $_ ne '.' && $_ ne '..' } readdir $handle;
  closedir $handle;
  for my $name (@names) {
    my $path = "$folder/$name";
    my $mode = (lstat "$root$path")[2];
    my $bits = sprintf '%04o', $mode & 07777;
    problem('shell', $path, 'is a shell or a package manager')
      if !-d _ && $path =~ m{/s?bin/(?:$shells)$};
    $commands{$name} = 1 if !-d _ && $path =~ m{bin/[^/]+$};
    if (-l _) { push @links, $path; push @{ $by_name{$name} }, $path if $name =~ /\.so/; next }
    if (-b _ || -c _) { problem('devices', $path, 'is a device'); next }
    problem('setUserId', $path, "has a set-user-ID or set-group-ID bit, $bits")
      if -f _ && $mode & 06000;
    problem('worldWritable', $path, "is writable by everybody, $bits")
      if $mode & 0002 && !(-d _ && $mode & 01000);
    if (-d _) { walk($path); next }
    next unless -f _;
    problem('capabilities', $path, 'has file capabilities') if has_capabilities("$root$path");
    push @{ $by_name{$name} }, $path if $name =~ /\.so/;
    push @elves, $path if elf($path);
  }
}
walk('');

# What packages hold, as their lists tell.
for my $list (glob "$root/var/lib/dpkg/info/*.list") {
  open my $file, '<:raw', $list or next;
  while (<$file>) { chomp; $packaged{ resolve_folder($_) } = 1 }
}

# The path with the links of its folder followed: packages may name what is in /usr/bin by /bin.
sub resolve_folder {
  my ($path) = @_;
  my ($folder, $name) = $path =~ m{^(.*)/([^/]*)$} or return $path;
  return ($folder_of{$folder} //= resolve($folder) // $folder) . "/$name";
}

my @default = map { ("$_/$given{triplet}", $_) } '/lib', '/usr/lib';
push @default, '/lib64', '/usr/lib64';

# Where the loader finds a library for an object, as ld.so(8) says without a cache.
sub find_library {
  my ($name, $object, $program) = @_;
  return resolve($name) if $name =~ m{/};
  my $elf = elf($object);
  my @folders;
  for my $one ($object, $program) {
    push @folders, [$one, elf($one)->{rpath}] if defined elf($one)->{rpath} && !defined $elf->{runpath};
  }
  push @folders, [$object, $given{libraries}] if length $given{libraries};
  push @folders, [$object, $elf->{runpath}] if defined $elf->{runpath};
  my @search = map {
    my ($from, $list) = @$_;
    (my $origin = $from) =~ s{/[^/]*$}{};
    map { s/\$(?:ORIGIN|\{ORIGIN\})/$origin/gr =~ s/\$(?:LIB|\{LIB\})/lib\/$given{triplet}/gr } split /:/, $list;
  } @folders;
  my @system = (elf($program)->{interpreter} // '') =~ /ld-musl/ ? ('/lib', '/usr/local/lib', '/usr/lib') : @default;
  for my $folder (@search, @system) {
    my $found = resolve("$folder/$name") // next;
    my $library = elf($found);
    return $found if $library && is_own($library);
  }
  return undef;
}

sub check_program {
  my ($path, $is_started) = @_;
  my $interpreter = elf($path)->{interpreter};
  if (!defined resolve($interpreter)) {
    misses($path, "needs $interpreter, which is not there: add the package libc6, or link it statically", $is_started);
    return;
  }
  return if defined resolve('/etc/ld.so.cache');
  # What is loaded already is not looked for again: breadth first, as the loader does it.
  my (%loaded, %seen);
  my @queue = ($path);
  while (defined(my $object = shift @queue)) {
    for my $name (@{ elf($object)->{needed} }) {
      next if $loaded{$name}++;
      my $found = find_library($name, $object, $path);
      if (!defined $found) {
        my ($elsewhere) = @{ $by_name{$name} // [] };
        my $why = defined $elsewhere
          ? "which is at $elsewhere, where it is not looked for: set its rpath, or LD_LIBRARY_PATH"
          : 'which is not there: add the package that holds it';
        my $by = $object eq $path ? '' : " by $object";
        misses($path, "needs $name$by, $why", $is_started);
      }
      elsif (!$seen{$found}++) { push @queue, $found }
    }
  }
}

for my $path (@elves) {
  my $elf = elf($path);
  if (!is_own($elf)) {
    misses($path, 'is a program of another architecture', 0) if defined $elf->{interpreter};
  }
  elsif (defined $elf->{interpreter} && $elf->{type} == 2 || defined $elf->{interpreter} && $path =~ m{bin/}) {
    check_program($path, 0);
  }
  else {
    for my $name (@{ $elf->{needed} }) {
      next if $by_name{$name} || $name =~ m{/};
      misses($path, "needs $name, which is not there: add the package that holds it", 0);
    }
  }
}

# What the engine starts, and the scripts among it with their interpreters.
my (@started, @scripts);
sub check_start {
  my ($path, $depth) = @_;
  my $found = resolve($path);
  return problem(undef, $path, 'is to be started and is not there') unless defined $found;
  my ($mode, $user, $group) = (lstat "$root$found")[2, 4, 5];
  return problem(undef, $path, 'is to be started and is no file') unless -f _;
  my $may = $given{user} == 0 ? $mode & 0111
    : $user == $given{user} ? $mode & 0100
    : $group == $given{group} ? $mode & 0010
    : $mode & 0001;
  return problem(undef, $path, sprintf 'is to be started and user %d may not execute it, %04o', $given{user}, $mode & 07777)
    unless $may;
  my $elf = elf($found);
  if ($elf) {
    problem(undef, $path, 'is to be started and is of another architecture') unless is_own($elf);
    check_program($found, 1) if is_own($elf) && defined $elf->{interpreter};
    push @started, $found;
    return;
  }
  open my $file, '<:raw', "$root$found" or return;
  my $line = <$file> // '';
  if ($line =~ /^#!\s*(\S+)/) {
    push @scripts, [$found, $1];
    return problem(undef, $path, 'is a script of a script of a script') if $depth > 3;
    return check_start($1, $depth + 1);
  }
  problem(undef, $path, 'is to be started and is neither a program nor a script');
}
check_start($_, 0) for @programs;

# Packages have links to what others bring; what an image adds leads somewhere.
for my $path (@links) {
  next if $packaged{$path} || defined resolve($path);
  my $link = readlink "$root$path";
  next if $link =~ m{^/(?:proc|sys|dev|run|tmp|var/run)(?:/|$)};
  problem('links', $path, "is a link to $link, which is not there");
}
