pub fn main() void {
    missing = 1;
}
