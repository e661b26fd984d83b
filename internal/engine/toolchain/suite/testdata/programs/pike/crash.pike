int main() { error("no\n"); }
