import random

points = {"plain": 20, "passes": 40, "city": 40}
samples = [
    "3 3 1\n1 2 4\n2 3 4\n1 3 11\n",
    "4 2 3\n1 2 5\n3 4 5\n",
    "2 2 0\n1 2 9\n2 1 7\n",
]


def town(rng, n, m, k, longest, reach):
    lines = [f"{n} {m} {k}"]
    names = [1] + rng.sample(range(2, n), n - 2) + [n]
    for _ in range(m):
        x = rng.randint(0, n - 2)
        y = min(n - 1, x + rng.randint(1, reach))
        x, y = (x, y) if rng.random() < 0.5 else (y, x)
        lines.append(f"{names[x]} {names[y]} {rng.randint(1, longest)}")
    return "\n".join(lines) + "\n"


def detours(rng, n, k):
    """Every long street has a way of two short ones beside it that is only a little longer."""
    edges = []
    for i in range(1, n - 1, 2):
        t = rng.randint(5, 1000)
        edges += [(i, i + 2, 2 * t + rng.randint(-3, 3)), (i, i + 1, t), (i + 1, i + 2, t)]
    rng.shuffle(edges)
    return f"{n} {len(edges)} {k}\n" + "".join(f"{x} {y} {t}\n" for x, y, t in edges)


def cases():
    rng = random.Random(808)
    yield "plain", "1", "2 0 0\n"
    for i, (m, reach) in enumerate([(400, 20), (900, 60), (150, 3), (600, 8)], 2):
        yield "plain", str(i), town(rng, 200, m, 0, 1000, reach)
    for i, (m, k, reach) in enumerate([(500, 1, 30), (700, 2, 10), (900, 5, 6), (1200, 8, 40), (180, 3, 2)], 1):
        yield "passes", str(i), town(rng, 200, m, k, 10**9, reach)
    yield "passes", "6", detours(rng, 199, 4)
    yield "city", "1", town(rng, 3000, 5000, 8, 10**9, 6)
    yield "city", "2", detours(rng, 4999, 8)
    yield "city", "3", town(rng, 1000, 5000, 5, 20, 500)
