import { readFileSync } from 'node:fs';
import process from 'node:process';

process.stdout.write(readFileSync(0));
