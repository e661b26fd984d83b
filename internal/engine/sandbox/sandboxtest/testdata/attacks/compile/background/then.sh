echo 'int secret;' > s.c
[ ! -e ${TMPDIR:-/tmp}/spy ] || echo ESCAPED the spy has a place
n=0
for p in /proc/[0-9]*; do [ "$(cat $p/comm 2>/dev/null)" != cp ] || n=$((n+1)); done
[ $n = 0 ] && echo alone
