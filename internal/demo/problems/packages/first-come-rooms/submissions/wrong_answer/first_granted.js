// Names the clash that was granted first rather than the one that begins first.
const [[n], ...wishes] = require('fs').readFileSync(0, 'utf8').trim().split('\n').map((l) => l.split(' ').map(Number));
const granted = [];
const out = [];
for (let i = 0; i < n; i++) {
  const [s, e] = wishes[i];
  const clash = granted.find((b) => b.s < e && s < b.e);
  if (clash) {
    out.push(clash.number);
  } else {
    granted.push({ s, e, number: i + 1 });
    out.push('+');
  }
}
console.log(out.join('\n'));
