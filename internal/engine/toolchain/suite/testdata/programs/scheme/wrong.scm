(display "something else\n")
