// What checkers, interactors and validators of this package share: exit codes and a file read whole.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>

const int ok = 0, wrong = 1, bad_form = 2, failed = 3;

[[noreturn]] inline void quit(int code, const std::string &why) {
    std::cerr << why << std::endl;
    std::exit(code);
}
