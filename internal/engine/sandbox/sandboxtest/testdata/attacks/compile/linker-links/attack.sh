echo 'int main(void){return 0;}' > a.c
for d in mine $PLANTED; do
  ln -sf $d/ld libx.so
  gcc a.c -L. -lx && echo reached $d by library
  gcc a.c -Wl,--version-script=$d/map && echo reached $d by script
  gcc a.c -Wl,--dynamic-list=$d/list && echo reached $d by list
done
ln -s /proc/1/exe liby.so
gcc a.c -L. -ly 2>/dev/null && echo ESCAPED y
gcc a.c -Wl,-rpath,/root -Wl,--just-symbols=/etc/shadow 2>&1 | grep root: && echo ESCAPED symbols
echo done
