const lines = require('fs').readFileSync(0, 'utf8').split('\n');
let at = 0;
const [m, q] = lines[at++].split(' ').map(Number);
for (let i = 0; i < m; i++) {
  const [first, step, count] = lines[at++].split(' ').map(BigInt); // exact beyond 2^53
}
for (let i = 0; i < q; i++) {
  const [k] = lines[at++].split(' ').map(BigInt); // exact beyond 2^53
}

// Work out the answer and print it with console.log.
