m, q = map(int, input().split())
for _ in range(m):
    first, step, count = map(int, input().split())
for _ in range(q):
    k = int(input())

# Work out the answer and print it.
