const std = @import("std");
const linux = std.os.linux;

pub fn main() void {
    var buffer: [65536]u8 = undefined;
    while (true) {
        const n = linux.read(0, &buffer, buffer.len);
        if (n == 0 or n > buffer.len) return;
        var done: usize = 0;
        while (done < n) done += linux.write(1, buffer[done..n].ptr, n - done);
    }
}
