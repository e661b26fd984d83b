echo 'fn main() {}' > control.rs; rustc control.rs; echo control $?
cat > a.rs <<'END'
#![recursion_limit = "1000000"]
macro_rules! b { ($($x:tt)*) => { b!($($x)* $($x)* x) } }
const fn f() -> u64 { let mut i = 0u64; loop { i += 1; if i == u64::MAX { return i } } }
#[allow(long_running_const_eval)]
const X: u64 = f();
fn main() { b!(x); println!("{}", X) }
END
rustc a.rs > log 2>&1
echo compiled $?
