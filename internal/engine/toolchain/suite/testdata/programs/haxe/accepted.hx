class Main {
    static function main() {
        var input = Sys.stdin();
        var output = Sys.stdout();
        try {
            while (true) output.writeString(input.readLine() + "\n");
        } catch (e:haxe.io.Eof) {}
    }
}
