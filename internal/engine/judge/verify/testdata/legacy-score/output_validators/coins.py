import sys

amount, best = int(open(sys.argv[1]).read()), int(open(sys.argv[2]).read())
coins = list(map(int, sys.stdin.read().split()))
if sum(coins) != amount or any(c not in (1, 5, 10) for c in coins):
    sys.exit(43)
open(sys.argv[3] + "score.txt", "w").write(str(10 * best / len(coins)))
sys.exit(42)
