# Tells what the parts before found, and fails where it departs from the contract.
my %told;
print STDERR map { "$_\n" } grep { !$told{$_}++ } @notes;
@problems = grep { !$told{$_}++ } @problems;
if (@problems) {
  my $more = @problems - 40;
  print STDERR "$_\n" for splice @problems, 0, 40;
  print STDERR "and $more more\n" if $more > 0;
  exit 1;
}
