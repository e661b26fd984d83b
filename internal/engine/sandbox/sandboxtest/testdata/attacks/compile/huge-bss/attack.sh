echo 'int x;' > control.c; gcc -c control.c; echo control $?
echo 'static char a[1l << 44]; int main(int n, char **v){ for (long i = 0; i < 1l << 44; i += 4096) a[i] = n; return a[5]; }' > a.c
gcc -mcmodel=large -c a.c && gcc -mcmodel=large -no-pie a.o
./a.out
echo ended $?
