import random

points = {"equal": 30, "weights": 30, "busy": 40}
samples = [
    "6 10\nP 1 4\nP 2 6\nG 1\nP 3 5\nG 2\nG 1\n",
    "5 5\nP 8 3\nP 8 9\nG 8\nP 4 2\nP 4 5\n",
]


def day(rng, n, capacity, tools, weight, puts):
    lines = [f"{n} {capacity}"]
    for _ in range(n):
        k = min(rng.randint(1, tools), rng.randint(1, tools))
        lines.append(f"P {k} {weight(rng)}" if rng.random() < puts else f"G {k}")
    return "\n".join(lines) + "\n"


def cases():
    rng = random.Random(404)
    yield "equal", "1", "1 1\nG 5\n"
    yield "equal", "2", "2 1\nP 5 1\nG 5\n"
    for i, (capacity, tools) in enumerate([(1, 3), (5, 9), (30, 60), (500, 300)], 3):
        yield "equal", str(i), day(rng, 1000, capacity, tools, lambda r: 1, 0.5)
    for i, (capacity, tools) in enumerate([(10, 6), (50, 20), (200, 40), (3000, 100)], 1):
        yield "weights", str(i), day(rng, 1000, capacity, tools, lambda r: r.choice([1, 2, 5, 9, 14, 60]), 0.5)
    yield "busy", "1", day(rng, 20000, 4000, 30000, lambda r: 1, 0.55)
    yield "busy", "2", day(rng, 10000, 10**9, 8000, lambda r: r.randint(1, 300000), 0.6)
    yield "busy", "3", day(rng, 5000, 700, 3000, lambda r: r.randint(1, 9), 0.5)
