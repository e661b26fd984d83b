my @keep;
push @keep, 'x' x (1 << 20) . @keep while 1;
