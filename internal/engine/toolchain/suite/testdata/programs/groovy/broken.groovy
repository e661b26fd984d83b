println(1
