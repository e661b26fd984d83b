n, capacity = map(int, input().split())
for _ in range(n):
    kind, *numbers = input().split()  # P k w or G k
    k = int(numbers[0])

# Work out the answer and print it.
