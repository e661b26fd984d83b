const lines = require('fs').readFileSync(0, 'utf8').split('\n');
let at = 0;
const [n, w] = lines[at++].split(' ').map(Number);
const values = lines[at++].split(' ').map(Number);

// Work out the answer and print it with console.log.
