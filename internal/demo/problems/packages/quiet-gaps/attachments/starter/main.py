n, g = map(int, input().split())
for _ in range(n):
    time, name = input().split()
    time = int(time)

# Work out the answer and print it.
