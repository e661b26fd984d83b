n, limit, window = map(int, input().split())
for _ in range(n):
    time, client = map(int, input().split())

# Work out the answer and print it.
