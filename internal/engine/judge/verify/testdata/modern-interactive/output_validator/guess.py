import sys

secret = int(open(sys.argv[1]).read())
for _ in range(12):
    line = sys.stdin.readline()
    if not line.strip().isdigit():
        open(sys.argv[3] + "judgemessage.txt", "w").write("no guess, but " + repr(line))
        sys.exit(43)
    guess = int(line)
    print("correct" if guess == secret else "lower" if guess > secret else "higher", flush=True)
    if guess == secret:
        sys.exit(42)
open(sys.argv[3] + "judgemessage.txt", "w").write("too many guesses")
sys.exit(43)
