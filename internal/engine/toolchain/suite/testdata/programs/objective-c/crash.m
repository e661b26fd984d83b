#import <Foundation/Foundation.h>
int main(void) {
    [NSAutoreleasePool new];
    return [[NSArray array] objectAtIndex: 3] != nil;
}
