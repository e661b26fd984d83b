die "no\n";
