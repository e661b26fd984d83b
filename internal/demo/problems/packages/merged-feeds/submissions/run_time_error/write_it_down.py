# Writes the whole feed down.
m, q = map(int, input().split())
feed = []
for _ in range(m):
    a, d, c = map(int, input().split())
    feed += range(a, a + d * c, d)
feed.sort()
for _ in range(q):
    k = int(input())
    print(feed[k - 1] if k <= len(feed) else "end")
