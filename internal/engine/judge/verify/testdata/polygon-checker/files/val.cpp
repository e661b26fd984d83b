#include "reading.h"

int main() {
    long long n;
    if (!(std::cin >> n) || n < 2) quit(failed, "a number of at least 2 is needed");
    return 0;
}
