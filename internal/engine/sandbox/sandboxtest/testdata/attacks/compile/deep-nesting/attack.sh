echo 'int x;' > control.c; gcc -c control.c; echo control $?
head -c 2000000 /dev/zero | tr '\0' '(' > b
{ printf 'int main(void){return '; cat b; } > a.c
gcc -c a.c > log 2>&1
echo compiled $?
head -c 200000 /dev/zero | tr '\0' '{' > c.c
gcc -c c.c > log 2>&1
echo compiled $?
