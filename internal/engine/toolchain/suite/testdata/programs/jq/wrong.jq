"something else"
