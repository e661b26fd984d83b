import std.stdio;
void main() { writeln("something else"); }
