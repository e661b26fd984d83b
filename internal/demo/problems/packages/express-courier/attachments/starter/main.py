n, m, passes = map(int, input().split())
for _ in range(m):
    x, y, time = map(int, input().split())

# Work out the answer and print it.
