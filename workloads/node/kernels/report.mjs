// The one line that a job prints when it is done.

import { readFileSync } from 'node:fs';

// Not getrusage(): its maximum starts at what the process that launched this one had in memory.
function peakMemoryKib() {
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
}

export function printReport({ name, flavour, n, kernel }, { line, ...times }) {
  console.log(JSON.stringify({
    kernel: name,
    flavour,
    n,
    line,
    tag: kernel.tag,
    ...times,
    max_rss_kib: peakMemoryKib(),
    runtime: 'node',
    version: process.versions.node,
  }));
}
