n = int(input())
for c in (10, 5, 1):
    while n >= c:
        print(c)
        n -= c
