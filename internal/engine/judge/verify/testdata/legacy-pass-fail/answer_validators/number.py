import sys

sys.exit(42 if sys.stdin.read().strip().isdigit() and open(sys.argv[1]).read() else 43)
