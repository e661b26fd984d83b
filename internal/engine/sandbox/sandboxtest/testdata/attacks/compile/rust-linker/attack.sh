printf '#!/bin/sh\ncat /etc/shadow && echo ESCAPED\necho ran the linker >&2\nexec cc "$@"\n' > l.sh
chmod +x l.sh
echo 'fn main() { println!("built") }' > a.rs
rustc -C linker=./l.sh a.rs && ./a
rustc -C link-arg=-Wl,-T,/etc/shadow a.rs 2>/dev/null && echo ESCAPED
echo done
