echo 'int x;' > control.c; gcc -c control.c; echo control $?
yes 'x y z;' | head -c 3000000 > a.c
gcc -fmax-errors=0 -c a.c
echo compiled $?
