# Asks everybody who was granted a booking, one after the other, in the order of their minutes.
def overlap(one, other):
    return max(one[0], other[0]) < min(one[1], other[1])


n = int(input())
granted = []
for i in range(1, n + 1):
    s, e = map(int, input().split())
    clashes = [booking for booking in sorted(granted) if overlap(booking, (s, e))]
    if clashes:
        print(clashes[0][2])
    else:
        granted.append((s, e, i))
        print("+")
