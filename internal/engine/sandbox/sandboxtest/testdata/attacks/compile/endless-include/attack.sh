echo 'int x;' > control.c; gcc -c control.c; echo control $?
echo '#include "a.c"
#include "a.c"' > a.c
gcc -fmax-include-depth=100000 -c a.c > log 2>&1
mkfifo p
echo '#include "/w/p"' > b.c
timeout 1 gcc -c b.c
echo '#include "/proc/self/fd/0"' > c.c
gcc -c c.c < /dev/zero > log2 2>&1
echo compiled $?
