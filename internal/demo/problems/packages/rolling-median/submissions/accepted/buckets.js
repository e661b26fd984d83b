const [n, w, ...values] = require('fs').readFileSync(0, 'utf8').trim().split(/\s+/).map(Number);
// A Fenwick tree over the ranks of the values finds the k-th smallest of the window.
const sorted = Float64Array.from(values).sort();
const rank = new Map();
sorted.forEach((v, i) => rank.has(v) || rank.set(v, i + 1));
const tree = new Int32Array(n + 1);
const add = (v, by) => {
  for (let i = rank.get(v); i <= n; i += i & -i) tree[i] += by;
};
let top = 1;
while (top * 2 <= n) top *= 2;
const kth = (k) => {
  let at = 0;
  for (let step = top; step; step >>= 1) {
    if (at + step <= n && tree[at + step] < k) {
      at += step;
      k -= tree[at];
    }
  }
  return sorted[at];
};
let least = Infinity;
let most = 0;
let total = 0;
for (let i = 0; i < n; i++) {
  add(values[i], 1);
  if (i >= w) add(values[i - w], -1);
  if (i < w - 1) continue;
  const median = (kth(Math.ceil(w / 2)) + kth(Math.floor(w / 2) + 1)) / 2;
  least = Math.min(least, median);
  most = Math.max(most, median);
  total += median;
}
console.log(least, most, total / (n - w + 1));
