# Looks for commands that what is started runs and the tree does not have. Debian's packages do not
# depend on the essential ones, since a system has them: a runtime has them where they are asked for.
#
# A script of a shell says what it runs: what of that is missing fails the build. Of a program only
# what it calls and its texts are known, so that is told, and the build goes on. Of an interpreter of a
# language they tell nothing: what it runs is for the programs in it to say.

# Programs of essential packages, by their names, as the build platform has them.
my %essential = (awk => 'mawk');
{
  my ($package, @packages);
  if (open my $status, '<', '/var/lib/dpkg/status') {
    while (<$status>) {
      $package = $1 if /^Package: (\S+)/;
      push @packages, $package if /^Essential: yes/;
    }
  }
  for my $name (@packages) {
    for my $list (glob "/var/lib/dpkg/info/$name.list /var/lib/dpkg/info/$name:*.list") {
      open my $file, '<', $list or next;
      while (<$file>) { $essential{$1} = $name if m{/s?bin/([^/\n]+)$} }
    }
  }
  $essential{sh} = 'dash';
}

sub has_command { my ($name) = @_; return $name =~ m{/} ? defined resolve($name) : $commands{$name} }

# Words of a shell that are no programs.
my %shell_word = map { $_ => 1 } qw(. : [ [[ alias bg break builtin case cd command continue declare do done
  echo elif else esac eval exec exit export false fc fg fi for function getopts hash if in jobs let local
  printf pwd read readonly return select set shift shopt source test then time times trap true type typeset
  ulimit umask unalias unset until wait while { } ! enable kill);

# Words behind which another command begins.
my $before = qr/(?:then|do|else|if|elif|while|until|exec|command|time|!|\{)(?=\s|\z)|\w+=\S*(?=\s)/;

# What stands where a shell looks for a command, in a script, and is asked for nowhere before: by the
# form of the text, so that nothing is told that is not surely meant.
sub script_commands {
  my ($text) = @_;
  $text =~ s/\\\n/ /g;
  # The text of a document is none of the script.
  $text =~ s/<<-?\s*['"\\]?(\w+)['"]?([^\n]*)\n.*?\n\s*\1(?=\n|\z)/$2/gs;
  $text =~ s/^([^'"\n]*?)(?:^|(?<=\s))#[^\n]*/$1/mg;
  my %known = map { $_ => 1 } $text =~ /^\s*(?:function\s+)?([\w-]+)\s*\(\)/mg;
  $known{$_} = 1 for $text =~ m{(?:command -v|which|type|hash|-x)\s+(?:"?[\w/\$\{\}.-]*/)?([\w.+-]+)}g;
  $text =~ s/'[^']*'/''/g;
  $text =~ s/"((?:[^"\\]|\\.)*)"/'"" ' . run_in_text($1)/ges;
  # Patterns of a case.
  $text =~ s/^\s*\(?[^()\n;&`\$]+\)//mg;
  my @found;
  for my $part (split /[\n;&|`()]+/, $text) {
    $part =~ s/^\s*$before//o while $part =~ /^\s*$before/o;
    my ($name) = $part =~ /^\s*([A-Za-z_][\w.+-]*)(?=\s|\z)/ or next;
    push @found, $name unless $shell_word{$name} || $known{$name};
  }
  return @found;
}

# What a shell runs in a text with double quotes; an inner text may have cut it off.
sub run_in_text {
  my ($text) = @_;
  my $runs = '';
  $runs .= ";$1;" while $text =~ s/(\$\([^()]*\)|`[^`]*`)//;
  $runs .= ";$1" if $text =~ /(\$\([^()]*)\z/;
  return $runs;
}

sub read_text {
  my ($path) = @_;
  open my $file, '<:raw', "$root$path" or return '';
  local $/ = undef;
  return -s $file < 1 << 20 ? <$file> : '';
}

for my $script (@scripts) {
  my ($path, $interpreter) = @$script;
  next unless $interpreter =~ m{/(?:ba|da|k|mk|z)?sh$};
  my %told;
  for my $name (script_commands(read_text($path))) {
    next if $told{$name}++ || has_command($name) || !$essential{$name};
    problem('programs', $path, "is to be started and runs $name, which is not there: add the package $essential{$name}");
  }
}

# Texts of a program that name a program by its path, or that a shell would run: with an option or a
# path behind the name, since words of English are names of programs too.
sub command_texts {
  my ($path) = @_;
  my $names = join '|', map { quotemeta } grep { !$shell_word{$_} && !has_command($_) } sort keys %essential;
  open my $file, '<:raw', "$root$path" or return {};
  my (%found, $bytes);
  my $rest = '';
  while (read $file, $bytes, 1 << 20) {
    $bytes = $rest . $bytes;
    while ($bytes =~ m{(?<![ -~])((?:/(?:usr/)?s?bin/($names)(?![\w/.-])|(?:exec )?($names) (?:-[A-Za-z]|['"]?/))[ -~]*)}g) {
      $found{ $2 // $3 } = $1;
    }
    $rest = substr $bytes, -256;
  }
  return \%found;
}

# What of libc starts a program, and what of that always starts a shell first.
my $starts = join '|', qw(posix_spawnp? execv execvp execve execvpe execl execlp execle);
my $starts_shell = join '|', qw(system popen wordexp);

my $interpreter = qr{/(?:python|perl|ruby|lua|node|php|java|tclsh|guile)[\w.-]*$};

for my $path (@started) {
  next if $waived{programs} || $path =~ $interpreter;
  my $symbols = "\0" . elf($path)->{symbols} . "\0";
  next unless $symbols =~ /\0(?:$starts|$starts_shell)\0/;
  my %found = %{ command_texts($path) };
  my ($call) = $symbols =~ /\0($starts_shell)\0/;
  my $shell = delete $found{sh};
  if (!has_command('/bin/sh') && (defined $call || defined $shell)) {
    my $why = defined $call ? "calls $call(), which starts a shell" : 'names /bin/sh';
    push @notes, "likely: $path $why, and there is none: if so, add the package dash, else the waiver programs";
  }
  for my $name (sort keys %found) {
    push @notes, sprintf 'likely: %s runs "%.60s", and %s is not there: if so, add the package %s, else the waiver programs',
      $path, $found{$name}, $name, $essential{$name};
  }
}
