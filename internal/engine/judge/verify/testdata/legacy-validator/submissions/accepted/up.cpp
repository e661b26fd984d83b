#include "reader.h"

int main() {
    int n = read_number();
    for (int i = 1; i <= n; i++) std::cout << i << ' ';
}
