import os
import sys

from scale import FACTOR

factor = FACTOR
if len(sys.argv) > 1:
    factor = int(sys.argv[1])
if os.path.exists("factor.txt"):
    factor = int(open("factor.txt").read())
print(int(input()) * factor)
