echo 'int x;' > control.c; gcc -c control.c; echo control $?
{ echo '#define A0 x x x x x x x x x x'
  for i in 1 2 3 4 5 6 7 8 9; do j=$((i-1)); echo "#define A$i A$j A$j A$j A$j A$j A$j A$j A$j A$j A$j"; done
  echo 'A9'; } > a.c
gcc -c a.c
echo compiled $?
