SELECT len(list(repeat('x', 1000) || i)) FROM range(1000000000) t(i);
