for d in mine $PLANTED; do
  echo "#include \"$d/c\"" > a.c
  gcc -c a.c && echo reached $d by include
  echo ".incbin \"$d/txt\"" > b.s
  gcc -c b.s && echo reached $d by incbin
done
for f in /etc/shadow /root/.profile /proc/1/environ /var/lib/dpkg/status; do
  echo ".incbin \"$f\"" > b.s
  gcc -c b.s && echo ESCAPED incbin $f
done
echo done
