void main () {
    uint n = 1;
    while (n != 0) n = n * 5 + 2 | 1;
}
