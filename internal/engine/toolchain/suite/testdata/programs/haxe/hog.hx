class Main {
    static function main() {
        var keep = [];
        while (true) {
            var b = haxe.io.Bytes.alloc(1 << 20);
            b.fill(0, 1 << 20, 1);
            keep.push(b);
        }
    }
}
