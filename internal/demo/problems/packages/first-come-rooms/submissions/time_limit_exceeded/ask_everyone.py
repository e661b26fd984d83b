# Sorts what was granted for every booking, and compares with all of it.
n = int(input())
granted = []
for i in range(1, n + 1):
    s, e = map(int, input().split())
    clash = None
    for begin, end, number in sorted(granted):
        if begin < e and s < end and (clash is None or begin < clash[0]):
            clash = (begin, number)
    if clash:
        print(clash[1])
    else:
        granted.append((s, e, i))
        print("+")
