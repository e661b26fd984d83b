n <- 0
while (TRUE) n <- (n + 1) %% 1000
