// Takes it for granted that there is a way.
const numbers = require('fs').readFileSync(0, 'utf8').trim().split(/\s+/).map(Number);
const [n, m, passes] = numbers;
const streets = Array.from({ length: n + 1 }, () => []);
for (let i = 0; i < m; i++) {
  const [x, y, t] = numbers.slice(3 + 3 * i, 6 + 3 * i);
  streets[x].push([y, t]);
  streets[y].push([x, t]);
}
const done = new Set();
const queue = [{ now: 0, used: 0, x: 1 }];
for (;;) {
  let first = 0;
  for (let i = 1; i < queue.length; i++) if (queue[i].now < queue[first].now) first = i;
  const { now, used, x } = queue.splice(first, 1)[0];
  if (x === n) {
    console.log(now);
    break;
  }
  if (done.has(used * 10000 + x)) continue;
  done.add(used * 10000 + x);
  for (const [y, t] of streets[x]) {
    queue.push({ now: now + t, used, x: y });
    if (used < passes) queue.push({ now: now + Math.floor(t / 2), used: used + 1, x: y });
  }
}
