cat("something else\n")
