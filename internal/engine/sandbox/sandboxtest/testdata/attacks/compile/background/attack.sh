mkdir -p /tmp/spy
(setsid sh -c 'while :; do cp /w/*.c /tmp/spy/ 2>/dev/null; done' >/dev/null 2>&1 &)
echo 'int main(void){return 0;}' > a.c
gcc a.c && ./a.out
until [ -s /tmp/spy/a.c ]; do :; done
