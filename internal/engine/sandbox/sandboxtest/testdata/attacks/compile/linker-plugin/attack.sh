printf '#include <stdio.h>\n__attribute__((constructor)) static void f(void) { puts(fopen("/etc/shadow", "r") ? "ESCAPED" : "the plugin is inside"); fflush(stdout); }\nint onload(void *t) { return 0; }\n' > p.c
gcc -shared -fPIC -o p.so p.c
echo 'int main(void){return 0;}' > a.c
gcc a.c -Wl,-plugin,$PWD/p.so -fno-lto
echo done
