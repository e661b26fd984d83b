import os
import sys

word = open(sys.argv[2]).read().strip()
feedback = sys.argv[3]
got = sys.stdin.read().split()
encoded = os.path.join(feedback, "encoded")
if len(got) != 1:
    sys.exit(43)
if not os.path.exists(encoded):
    if got[0] == word:
        open(feedback + "judgemessage.txt", "a").write("nothing was encoded")
        sys.exit(43)
    open(encoded, "w").write(got[0])
    open(feedback + "nextpass.in", "w").write("decode " + got[0] + "\n")
    sys.exit(42)
sys.exit(42 if got[0] == word else 43)
