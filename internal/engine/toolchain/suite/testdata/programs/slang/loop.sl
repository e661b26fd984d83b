variable n = 0;
while (1) n = (n + 1) mod 1000;
