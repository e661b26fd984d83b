echo 'int x;' > control.c; gcc -c control.c; echo control $?
printf '.rept 1000000000\n.rept 1000\n.quad 1\n.endr\n.endr\n' > a.s
gcc -c a.s
echo compiled $?
