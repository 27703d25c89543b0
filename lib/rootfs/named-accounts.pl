# Looks whether names have the numbers that the image counts on, and adds its own accounts.
sub read_accounts {
  my ($kind) = @_;
  my (%number, %name);
  if (open my $file, '<:raw', "$root/etc/$kind") {
    while (<$file>) {
      my ($name, undef, $number) = split /:/;
      $number{$name} = $number;
      $name{$number} //= $name;
    }
  }
  return (\%number, \%name);
}

my @unfit;
for (@named) {
  my ($kind, $name, $wanted) = split /:/;
  my $what = $kind eq 'passwd' ? 'user' : 'group';
  my ($number) = read_accounts($kind);
  my $found = $number->{$name};
  if (!defined $found) { push @unfit, "no package brings the $what $name: name another one, or add it to \"accounts\"" }
  elsif ($found != $wanted) { push @unfit, "the $what $name has the number $found and not $wanted: say the numbers" }
}
my (@users, @groups);
my ($user_of, $user_named) = read_accounts('passwd');
my ($group_of, $group_named) = read_accounts('group');
for (@accounts) {
  my ($name, $id, $group, $home, $shell) = split /:/;
  if (defined $user_of->{$name}) {
    push @unfit, "a package brings the user $name, number $user_of->{$name}: give the account another name";
    next;
  }
  push @unfit, "the number $id of the account $name is that of $user_named->{$id}: give it another"
    if defined $user_named->{$id};
  if (!defined $group_named->{$group}) {
    if (defined $group_of->{$name}) { push @unfit, "a package brings the group $name, number $group_of->{$name}: give the account that as its \"group\"" }
    push @groups, "$name:x:$group:";
    $group_named->{$group} = $name;
  }
  push @unfit, "the shell $shell of the account $name is not there: add the package that holds it"
    unless $shell =~ m{/(?:nologin|false)$} || defined resolve($shell);
  push @users, "$name:x:$id:$group:$name:$home:$shell";
}
if (@unfit) {
  print STDERR map { "$_\n" } @unfit;
  exit 1;
}
make_folder('/etc', 0755);
add_accounts('/etc/passwd', @users);
add_accounts('/etc/group', @groups);
