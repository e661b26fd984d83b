const lines = require('fs').readFileSync(0, 'utf8').split('\n');
const [n, gap] = lines[0].split(' ').map(Number);
const visitors = new Map();
for (let i = 1; i <= n; i++) {
  const [text, name] = lines[i].split(' ');
  const time = Number(text);
  let v = visitors.get(name);
  if (!v) visitors.set(name, (v = { sessions: 0, longest: 0, first: 0, last: -Infinity }));
  if (time - v.last > gap) {
    v.sessions++;
    v.first = time;
  }
  v.last = time;
  v.longest = Math.max(v.longest, time - v.first);
}
const names = [...visitors.keys()].sort();
console.log(names.map((name) => `${name} ${visitors.get(name).sessions} ${visitors.get(name).longest}`).join('\n'));
