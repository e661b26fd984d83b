import sys

line = sys.stdin.readline()
parts = line.split()
limit = int(sys.argv[1]) if len(sys.argv) > 1 else 10**9
if len(parts) != 2 or line != " ".join(parts) + "\n" or sys.stdin.read():
    sys.exit("the input is two numbers on one line")
if not all(p.isdigit() and int(p) <= limit for p in parts):
    sys.exit("a number is too large")
sys.exit(42)
