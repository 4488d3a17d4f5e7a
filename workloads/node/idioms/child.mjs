// Another program: something goes in, something comes out, and it ends with a code.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

const child = spawn('sh', ['-c', 'tr a-z A-Z; exit 3'], { stdio: ['pipe', 'pipe', 'inherit'] });
child.stdin.end('from here\n');
const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
console.log(`${output.trim()} ${code}`);
