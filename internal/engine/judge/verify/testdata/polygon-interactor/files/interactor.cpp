#include "reading.h"

// Answers guesses and writes down how many there were.
int main(int, char **argv) {
    std::ifstream input(argv[1]);
    std::ofstream log(argv[2]);
    int secret, guess, guesses = 0;
    if (!(input >> secret)) quit(failed, "the test cannot be read");
    do {
        if (!(std::cin >> guess)) quit(bad_form, "a guess is to be a number");
        guesses++;
        std::cout << (guess == secret ? "correct" : guess > secret ? "lower" : "higher") << std::endl;
    } while (guess != secret);
    log << guesses << std::endl;
    quit(ok, "found");
}
