x=$(head -c 1000000 /dev/zero | tr '\0' x)
while :; do x=$x$x; done
