const lines = require('fs').readFileSync(0, 'utf8').split('\n');
let at = 0;
const [n, agents] = lines[at++].split(' ').map(Number);
for (let i = 0; i < n; i++) {
  const [time, urgency, minutes] = lines[at++].split(' ').map(Number);
}

// Work out the answer and print it with console.log.
