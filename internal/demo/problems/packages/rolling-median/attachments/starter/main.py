n, w = map(int, input().split())
values = list(map(int, input().split()))

# Work out the answer and print it.
