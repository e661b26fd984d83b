variable line;
while (fgets (&line, stdin) != -1)
    () = fputs (line, stdout);
