const lines = require('fs').readFileSync(0, 'utf8').split('\n');
let at = 0;
const [n, m, passes] = lines[at++].split(' ').map(Number);
for (let i = 0; i < m; i++) {
  const [x, y, time] = lines[at++].split(' ').map(Number);
}

// Work out the answer and print it with console.log.
