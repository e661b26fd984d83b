class Main {
    static function main() Sys.println("something else");
}
