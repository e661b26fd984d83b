#import <Foundation/Foundation.h>
#include <stdio.h>
int main(void) {
    NSAutoreleasePool *pool = [NSAutoreleasePool new];
    printf("%s\n", [@"something else" UTF8String]);
    [pool release];
    return 0;
}
