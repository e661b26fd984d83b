echo 'int x;' > control.c; gcc -c control.c; echo control $?
echo 'char a[1l << 36] = {1}; int main(void) { return a[5]; }' > a.c
gcc a.c
echo compiled $?
