// Counts with numbers that are exact to 2^53 only, and by floating division.
const lines = require('fs').readFileSync(0, 'utf8').trim().split('\n').map((l) => l.split(' ').map(Number));
const [m, q] = lines[0];
const sensors = lines.slice(1, m + 1);
const total = sensors.reduce((sum, s) => sum + s[2], 0);
for (const [k] of lines.slice(m + 1, m + 1 + q)) {
  if (k > total) {
    console.log('end');
    continue;
  }
  let low = 0;
  let high = 1e16;
  for (let step = 0; step < 54 && low < high; step++) {
    const middle = Math.floor((low + high) / 2);
    let until = 0;
    for (const [a, d, c] of sensors) if (a <= middle) until += Math.min(c, (middle - a) / d + 1);
    if (until >= k) high = middle;
    else low = middle + 1;
  }
  console.log(low);
}
