#include <iostream>

inline int read_number() {
    int n;
    std::cin >> n;
    return n;
}
