pub fn main() void {
    var n: u32 = 0;
    const p: *volatile u32 = &n;
    while (true) p.* +%= 1;
}
