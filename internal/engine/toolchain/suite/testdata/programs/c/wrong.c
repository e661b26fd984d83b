#include <stdio.h>
int main(void){puts("something else");return 0;}
