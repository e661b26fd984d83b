echo 'int main(void){return 0;}' > a.c
for d in mine $PLANTED; do
  echo "INPUT($d/ld)" > s.ld
  gcc a.c s.ld && echo reached $d by input
  echo "INCLUDE $d/ld" > t.ld
  gcc a.c t.ld && echo reached $d by include
done
echo 'SECTIONS { .s : { INCLUDE /etc/shadow } }' > t.ld
gcc a.c -Wl,-T,t.ld && echo ESCAPED
echo done
