#include <algorithm>
#include <cstring>
#include <fstream>
#include <iostream>
#include <vector>

// Accepts any order of the numbers 1 to n; with the argument "sorted" only the one that rises.
int main(int argc, char **argv) {
    std::ifstream input(argv[1]);
    std::ofstream message(std::string(argv[3]) + "judgemessage.txt");
    int n, x;
    input >> n;
    std::vector<int> got;
    while (std::cin >> x) got.push_back(x);
    bool rising = std::is_sorted(got.begin(), got.end());
    std::sort(got.begin(), got.end());
    bool all = static_cast<int>(got.size()) == n;
    for (int i = 0; all && i < n; i++) all = got[i] == i + 1;
    if (!all) {
        message << "not all of 1 to " << n << " are there";
        return 43;
    }
    if (argc > 4 && !strcmp(argv[4], "sorted") && !rising) {
        message << "not sorted";
        return 43;
    }
    return 42;
}
