void main() { missing = 1; }
