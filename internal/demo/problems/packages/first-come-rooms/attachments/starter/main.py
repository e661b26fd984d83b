n = int(input())
for _ in range(n):
    begin, end = map(int, input().split())

# Work out the answer and print it.
