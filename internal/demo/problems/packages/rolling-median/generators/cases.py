import math
import random

points = {"odd": 30, "small": 30, "large": 40}
samples = ["6 4\n5 2 9 4 4 1\n", "3 1\n7 0 1000000000\n"]


def text(w, values):
    return f"{len(values)} {w}\n{' '.join(map(str, values))}\n"


def cases():
    rng = random.Random(1010)
    yield "odd", "1", text(1, [5])
    for i, w in enumerate([1, 3, 51, 299], 2):
        yield "odd", str(i), text(w, [rng.randint(0, 100) for _ in range(300)])
    for i, w in enumerate([2, 10, 128, 300], 1):
        yield "small", str(i), text(w, [rng.randint(0, 10**9) for _ in range(300)])
    yield "small", "5", text(2, [10**9] * 299 + [10**9 - 1])
    yield "large", "1", text(7000, [rng.randint(0, 10**5) for _ in range(16000)])
    yield "large", "2", text(1000, [int(5e5 * (1 + math.sin(i / 700))) + rng.randint(0, 999) for i in range(12000)])
    yield "large", "3", text(4001, [i % 97 * 1000 for i in range(10000)])
    yield "large", "4", text(6000, list(range(12000, 0, -1)))
