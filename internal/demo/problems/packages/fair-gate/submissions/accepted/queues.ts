import { readFileSync } from 'fs';

const numbers: number[] = readFileSync(0, 'utf8').split(/\s+/).map(Number);
const [n, limit, window] = numbers;

interface Recent {
  times: number[];
  first: number; // index of the oldest one in the window
}

const through = new Map<number, Recent>();
let gate = '';
for (let i = 0; i < n; i++) {
  const time = numbers[3 + 2 * i];
  const client = numbers[4 + 2 * i];
  const recent: Recent = through.get(client) ?? { times: [], first: 0 };
  through.set(client, recent);
  while (recent.first < recent.times.length && recent.times[recent.first] <= time - window) recent.first++;
  const open = recent.times.length - recent.first < limit;
  if (open) recent.times.push(time);
  gate += open ? '+' : '-';
}
console.log(gate);
console.log([...gate].filter((c) => c === '+').length);
