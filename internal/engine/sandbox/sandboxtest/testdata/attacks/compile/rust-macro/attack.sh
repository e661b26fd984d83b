cat > m.rs <<'END'
extern crate proc_macro;
#[proc_macro]
pub fn spy(_: proc_macro::TokenStream) -> proc_macro::TokenStream {
    for f in ["/etc/shadow", "/root/.profile", "/proc/1/environ"] { if std::fs::read(f).is_ok() { println!("ESCAPED {f}"); } }
    if std::net::TcpStream::connect("127.0.0.1:22").is_ok() { println!("ESCAPED network"); }
    if std::fs::write("/usr/mark", "x").is_ok() { println!("ESCAPED wrote"); }
    let _ = std::process::Command::new("sh").args(["-c", "echo the macro ran inside"]).status();
    proc_macro::TokenStream::new()
}
END
rustc --crate-type proc-macro m.rs && echo 'm::spy!{} fn main() { }' > a.rs && rustc --extern m=libm.so a.rs
echo done
