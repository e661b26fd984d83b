n, m = map(int, input().split())
takes = list(map(int, input().split()))
for _ in range(m):
    x, y = map(int, input().split())

# Work out the answer and print it.
