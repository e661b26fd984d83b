int main() { write("something else\n"); return 0; }
