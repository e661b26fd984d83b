#include "reading.h"

int main(int, char **argv) {
    std::ifstream input(argv[1]), output(argv[2]), answer(argv[3]);
    long long n, a, b;
    std::string more;
    if (!(input >> n) || !answer) quit(failed, "the test cannot be read");
    if (!(output >> a >> b)) quit(bad_form, "two numbers are to be written");
    if (output >> more) quit(bad_form, "more than two numbers are written");
    if (a + b != n || a == 0 || b == 0) quit(wrong, "the parts do not make the number");
    quit(ok, "right");
}
