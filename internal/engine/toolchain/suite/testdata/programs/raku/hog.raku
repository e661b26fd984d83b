my @keep;
loop { my $b = buf8.allocate(1048576); $b[*-1] = 1; @keep.push($b) }
