from reader import read

print(*range(1, read() + 1))
