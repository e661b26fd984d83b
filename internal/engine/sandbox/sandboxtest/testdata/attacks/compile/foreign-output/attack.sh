echo 'int main(void){return 0;}' > a.c
for o in /usr/x /etc/ld.so.preload /usr/lib/gcc/x /proc/self/mem /dev/mem; do gcc -o $o a.c 2>/dev/null && [ -f $o ] && echo ESCAPED $o; done
gcc -MMD -MF /etc/dep -c a.c 2>/dev/null && echo ESCAPED dependencies
gcc --coverage -fprofile-dir=/usr -dumpdir /usr/ -c a.c 2>/dev/null
ls /usr/*.gcno 2>/dev/null && echo ESCAPED notes
echo done
