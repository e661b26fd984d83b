class Main {
    static function main() missing = 1;
}
