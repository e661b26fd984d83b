export spy=${TMPDIR:-/tmp}/spy
mkdir -p $spy
(setsid sh -c 'while :; do cp "$PWD"/*.c $spy/ 2>/dev/null; done' >/dev/null 2>&1 &)
echo 'int main(void){return 0;}' > a.c
gcc a.c && ./a.out
until [ -s $spy/a.c ]; do :; done
