from reader import read

print(*range(read(), 0, -1))
