import sys

language, entry, feedback, *words = sys.argv[1:]
if language not in ("python3", "cpp"):
    sys.exit("an unknown language, " + language)
source = open(entry).read()
for word in words:
    if word in source:
        open(feedback + "teammessage.txt", "w").write("The word " + word + " is forbidden.")
        sys.exit(43)
if "eval" in words and "half" in source:
    open(feedback + "score_multiplier.txt", "w").write("0.5")
sys.exit(42)
