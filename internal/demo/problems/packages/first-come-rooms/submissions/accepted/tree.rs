use std::collections::BTreeMap;
use std::io::{self, Read};

fn main() {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text).unwrap();
    let mut numbers = text.split_ascii_whitespace().map(|x| x.parse::<usize>().unwrap());
    let n = numbers.next().unwrap();
    let mut granted: BTreeMap<usize, (usize, usize)> = BTreeMap::new(); // end: (begin, number)
    for i in 1..=n {
        let (s, e) = (numbers.next().unwrap(), numbers.next().unwrap());
        match granted.range(s + 1..).next() {
            Some((_, &(begin, number))) if begin < e => println!("{number}"),
            _ => {
                granted.insert(e, (s, i));
                println!("+");
            }
        }
    }
}
