void main () {
    uint8[] keep = {};
    while (true) {
        keep.resize (keep.length + (1 << 22));
        for (int i = keep.length - (1 << 22); i < keep.length; i++) keep[i] = 1;
    }
}
