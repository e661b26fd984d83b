#include "reading.h"

int main(int, char **argv) {
    std::ifstream log(argv[2]);
    int guesses;
    if (!(log >> guesses)) quit(failed, "the interactor has written nothing down");
    if (guesses > 10) quit(wrong, "too many guesses: " + std::to_string(guesses));
    quit(ok, "few guesses");
}
