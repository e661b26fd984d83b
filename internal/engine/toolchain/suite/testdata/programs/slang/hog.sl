variable keep = {};
while (1) list_append (keep, Char_Type[1048576] + 1);
