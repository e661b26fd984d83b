# only half of what the source is worth
a, b = map(int, input().split())
print(a + b)
