echo '#include "/dev/urandom"' > a.c
gcc -c a.c
echo compiled $?
