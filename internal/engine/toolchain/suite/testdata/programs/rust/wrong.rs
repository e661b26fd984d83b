fn main() {
    println!("something else");
}
