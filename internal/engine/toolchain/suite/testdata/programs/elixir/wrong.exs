IO.puts("something else")
