// Prints the first of the files that has a function main.
int main(int argc, array(string) argv) {
    foreach (argv[1..], string file) {
        catch {
            if (functionp(compile_string(Stdio.read_file(file), file)()->main)) {
                write("%s\n", file);
                return 0;
            }
        };
    }
    return 0;
}
