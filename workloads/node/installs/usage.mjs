// Imported into a tool before its own code: when the tool ends, it says on descriptor 3 what it took. Who launched it
// cannot ask for that: Node.js has no getrusage() of children.

import { readFileSync, writeSync } from 'node:fs';

process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  const peakKib = Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
  writeSync(3, JSON.stringify({ cpuNs: (user + system) * 1000, peakKib }));
});
