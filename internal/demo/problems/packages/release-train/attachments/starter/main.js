const lines = require('fs').readFileSync(0, 'utf8').split('\n');
let at = 0;
const [n, m] = lines[at++].split(' ').map(Number);
const takes = lines[at++].split(' ').map(Number);
for (let i = 0; i < m; i++) {
  const [x, y] = lines[at++].split(' ').map(Number);
}

// Work out the answer and print it with console.log.
