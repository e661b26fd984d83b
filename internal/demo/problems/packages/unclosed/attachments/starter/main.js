const lines = require('fs').readFileSync(0, 'utf8').split('\n');
let at = 0;
const text = lines[at++];

// Work out the answer and print it with console.log.
