SELECT line FROM input ORDER BY number;
