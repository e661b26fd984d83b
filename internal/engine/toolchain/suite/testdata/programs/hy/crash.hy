(raise (ValueError "no"))
