echo 'class B { }' > B.java; javac -J-Xmx256m B.java; echo control $?
cat > A.java <<'END'
class A {
  static <T> T g(T a, T b) { return a; }
END
e='1'; f='"a"'; i=0
while [ $i -lt 12 ]; do n="g($e,$f)"; f="g($f,2.$i)"; e=$n; [ ${#e} -lt 60000 ] || break; f="g($e,$f)"; i=$((i+1)); done
echo "  Object o = $e;" >> A.java
echo '}' >> A.java
javac -J-Xmx256m A.java > log 2>&1
echo compiled $?
