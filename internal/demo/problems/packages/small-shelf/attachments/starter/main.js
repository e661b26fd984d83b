const lines = require('fs').readFileSync(0, 'utf8').split('\n');
let at = 0;
const [n, capacity] = lines[at++].split(' ').map(Number);
for (let i = 0; i < n; i++) {
  const [kind, k, w] = lines[at++].split(' '); // P k w or G k
}

// Work out the answer and print it with console.log.
