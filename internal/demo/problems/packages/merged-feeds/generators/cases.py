import random

points = {"few": 30, "long": 30, "huge": 40}
samples = [
    "2 4\n3 5 3\n1 2 4\n1\n3\n6\n8\n",
    "1 3\n0 1000000000 10000000\n1\n2\n10000000\n",
]


def feed(rng, m, q, start, steps, latest, most):
    sensors, total = [], 0
    for _ in range(m):
        a, d = rng.randint(0, start), rng.choice(steps)
        c = rng.randint(1, max(1, min((latest - a) // d + 1, most // m)))
        sensors.append((a, d, c))
        total += c
    places = [1, total, total + 1] + [rng.randint(1, total) for _ in range(q - 3)]
    rng.shuffle(places)
    return f"{m} {q}\n" + "".join("%d %d %d\n" % s for s in sensors) + "".join(f"{k}\n" for k in places)


def cases():
    rng = random.Random(909)
    yield "few", "1", "1 1\n5 1 1\n1\n"
    for i, m in enumerate([1, 4, 20, 100], 2):
        yield "few", str(i), feed(rng, m, 20, 50, [1, 2, 3, 10, 40], 10000, 1000)
    for i, m in enumerate([1, 10, 200, 1000], 1):
        yield "long", str(i), feed(rng, m, 50, 10**8, [1, 5, 60, 900], 10**9, 10**9)
    for i, m in enumerate([1, 30, 500, 1000], 1):
        yield "huge", str(i), feed(rng, m, 50, 10**15, [1, 7, 999, 10**6, 10**9], 10**16, 10**15)
    yield "huge", "5", "1000 1\n" + "0 1 1000000000000\n" * 1000 + "999999999999999\n"
