echo 'int x;' > control.c; gcc -c control.c; echo control $?
echo '#include "/dev/urandom"' > a.c
gcc -c a.c
echo compiled $?
