// One kernel in a process of its own: node job.mjs KERNEL FLAVOUR N ITERATIONS [SECONDS] prints what it measured as one
// line of JSON: so many iterations, and more until that time is over. Leaves with 2 when it was asked for something it
// does not know, with 3 when two iterations disagree.

import { Disagreement, measure } from './measure.mjs';
import { printReport } from './report.mjs';
import { leave, readRequest } from './request.mjs';
import { readSlower, slower } from './slower.mjs';

const { isSlower, words } = readSlower(process.argv.slice(2));
if (words.length !== 4 && words.length !== 5) leave(2, 'usage: job.mjs KERNEL FLAVOUR N ITERATIONS [SECONDS]');
const request = await readRequest([...words, '0']);
const kernel = isSlower ? slower(request.kernel) : request.kernel;

try {
  printReport(request, measure(kernel, request.n, request.iterations, request.seconds));
} catch (error) {
  if (!(error instanceof Disagreement)) throw error;
  leave(3, `${request.name} ${request.flavour} ${request.n}: ${error.message}`);
}
