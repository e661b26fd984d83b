echo missing
