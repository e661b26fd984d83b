const numbers = require('fs').readFileSync(0, 'utf8').split(/\s+/).map(Number);
const [n, m] = numbers;
const takes = numbers.slice(2, 2 + n);
const after = Array.from({ length: n }, () => []);
const waits = new Array(n).fill(0);
for (let i = 0; i < m; i++) {
  const x = numbers[2 + n + 2 * i] - 1;
  const y = numbers[3 + n + 2 * i] - 1;
  after[x].push(y);
  waits[y]++;
}
const order = [...waits.keys()].filter((i) => waits[i] === 0);
const begin = new Array(n).fill(0);
for (let k = 0; k < order.length; k++) {
  const x = order[k];
  for (const y of after[x]) {
    begin[y] = Math.max(begin[y], begin[x] + takes[x]);
    if (--waits[y] === 0) order.push(y);
  }
}
if (order.length < n) {
  console.log('stuck');
} else {
  const tail = new Array(n).fill(0);
  for (const x of order.reverse()) {
    tail[x] = takes[x] + after[x].reduce((longest, y) => Math.max(longest, tail[y]), 0);
  }
  const done = tail.reduce((a, b) => Math.max(a, b));
  console.log(`${done}\n${tail.filter((t, x) => begin[x] + t === done).length}`);
}
