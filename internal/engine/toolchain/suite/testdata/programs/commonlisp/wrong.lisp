(write-line "something else")
