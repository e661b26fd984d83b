while ischar(line = fgets(stdin))
  fputs(stdout, line);
end
