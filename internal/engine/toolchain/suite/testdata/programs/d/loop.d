import core.volatile;
void main() {
    uint n;
    while (true) volatileStore(&n, volatileLoad(&n) + 1);
}
