use std::collections::{HashMap, VecDeque};
use std::io::{self, Read};

fn main() {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text).unwrap();
    let mut numbers = text.split_ascii_whitespace().map(|x| x.parse::<i64>().unwrap());
    let mut next = || numbers.next().unwrap();
    let (n, limit, window) = (next(), next() as usize, next());
    let mut through: HashMap<i64, VecDeque<i64>> = HashMap::new();
    let mut gate = String::new();
    for _ in 0..n {
        let (time, client) = (next(), next());
        let recent = through.entry(client).or_default();
        while recent.front().is_some_and(|&t| t <= time - window) {
            recent.pop_front();
        }
        if recent.len() < limit {
            recent.push_back(time);
            gate.push('+');
        } else {
            gate.push('-');
        }
    }
    println!("{}\n{}", gate, gate.matches('+').count());
}
