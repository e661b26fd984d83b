#include <stdio.h>
int main(void){char b[1000];while(fgets(b,sizeof b,stdin))fputs(b,stdout);return 0;}
