// Carries tools to the cellar until a heavy one fits, and finds the shelf empty.
const lines = require('fs').readFileSync(0, 'utf8').split('\n');
const [n, capacity] = lines[0].split(' ').map(Number);
const shelf = new Map();
let load = 0;
let carried = 0;
let gets = '';
for (const line of lines.slice(1, n + 1)) {
  const [event, k, w] = line.split(' ');
  if (event === 'G') {
    gets += shelf.has(k) ? 'H' : 'M';
    if (shelf.has(k)) {
      const tool = shelf.get(k);
      shelf.delete(k);
      shelf.set(k, tool);
    }
    continue;
  }
  if (shelf.has(k)) load -= shelf.get(k).weight;
  shelf.delete(k);
  while (load + Number(w) > capacity) {
    const [oldest, tool] = shelf.entries().next().value;
    shelf.delete(oldest);
    load -= tool.weight;
    carried++;
  }
  shelf.set(k, { weight: Number(w) });
  load += Number(w);
}
console.log(gets || 'none');
console.log(carried);
console.log([...shelf.keys()].reverse().slice(0, 3).join(' ') || 'empty');
