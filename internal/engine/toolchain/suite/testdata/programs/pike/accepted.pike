int main() {
    while (string line = Stdio.stdin->gets()) write(line + "\n");
    return 0;
}
