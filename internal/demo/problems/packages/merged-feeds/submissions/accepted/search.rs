use std::io::{self, Read};

fn main() {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text).unwrap();
    let numbers: Vec<i64> = text.split_ascii_whitespace().map(|x| x.parse().unwrap()).collect();
    let m = numbers[0] as usize;
    let sensors: Vec<&[i64]> = numbers[2..2 + 3 * m].chunks(3).collect();
    let total: i64 = sensors.iter().map(|s| s[2]).sum();
    let until = |t: i64| -> i64 {
        sensors.iter().filter(|s| s[0] <= t).map(|s| s[2].min((t - s[0]) / s[1] + 1)).sum()
    };
    for &k in &numbers[2 + 3 * m..] {
        if k > total {
            println!("end");
            continue;
        }
        let (mut low, mut high) = (0i64, 10_000_000_000_000_000i64);
        while low < high {
            let middle = (low + high) / 2;
            if until(middle) >= k {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        println!("{low}");
    }
}
