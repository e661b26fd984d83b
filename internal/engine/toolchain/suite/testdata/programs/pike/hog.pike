int main() {
    array keep = ({});
    while (1) keep += ({ "x" * (1 << 20) + sizeof(keep) });
}
