#include <cstdlib>
#include <fstream>
#include <iostream>

int main(int argc, char **argv) {
    int n, factor = {{factor}};
    if (argc > 1) factor = std::atoi(argv[1]);
    std::ifstream file("factor.txt");
    if (file) file >> factor;
    std::cin >> n;
    std::cout << n * factor << '\n';
}
