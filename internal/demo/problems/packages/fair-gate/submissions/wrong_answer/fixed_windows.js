// Begins to count anew at every multiple of the window.
const [[n, limit, window], ...requests] = require('fs').readFileSync(0, 'utf8').trim().split('\n').map((l) => l.split(' ').map(Number));
const counts = new Map();
let gate = '';
for (const [time, client] of requests) {
  const key = `${client} ${Math.floor(time / window)}`;
  const count = counts.get(key) ?? 0;
  if (count < limit) counts.set(key, count + 1);
  gate += count < limit ? '+' : '-';
}
console.log(gate);
console.log(gate.split('+').length - 1);
