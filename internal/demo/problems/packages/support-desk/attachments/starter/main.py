n, agents = map(int, input().split())
for _ in range(n):
    time, urgency, minutes = map(int, input().split())

# Work out the answer and print it.
