throw RunTimeError, "no";
