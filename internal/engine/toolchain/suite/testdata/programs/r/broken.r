print((1
