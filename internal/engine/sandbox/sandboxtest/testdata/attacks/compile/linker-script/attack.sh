echo 'INPUT(/etc/shadow)' > s.ld
echo 'int main(void){return 0;}' > a.c
gcc a.c s.ld && echo ESCAPED
echo 'SECTIONS { .s : { INCLUDE /etc/shadow } }' > t.ld
gcc a.c -Wl,-T,t.ld && echo ESCAPED
echo done
