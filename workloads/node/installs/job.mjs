// Installs one application again and again, each time into a folder of its own, from a cache and without a network:
// node job.mjs TOOL install APP 0 ITERATIONS [SECONDS] prints what it measured as one line of JSON, see
// workloads/README.md. An install that fails or leaves another tree than it should is counted. Leaves with 2 when it
// was asked for something it does not know, with 4 when the cache is not that of the lock.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { leave, readSeconds } from '../kernels/request.mjs';
import { readSlower, slower } from '../kernels/slower.mjs';
import { readRecord, TOOLS } from './tools.mjs';
import { whatIsWrong } from './tree.mjs';

const MOST_ITERATIONS = 1000;
const now = process.hrtime.bigint;

const { isSlower, words } = readSlower(process.argv.slice(2));
if (words.length !== 5 && words.length !== 6) leave(2, 'usage: job.mjs TOOL install APP 0 ITERATIONS [SECONDS]');
const [toolName, task, app, n, iterationsText, secondsText = '0'] = words;
if (!Object.hasOwn(TOOLS, toolName)) leave(2, `unknown tool '${toolName}'; known: ${Object.keys(TOOLS).join(', ')}`);
if (task !== 'install' || app !== 'web' || n !== '0') {
  leave(2, `unknown job '${task} ${app} ${n}'; known: install web 0`);
}
const iterations = /^[0-9]{1,4}$/.test(iterationsText) ? Number(iterationsText) : 0;
if (iterations < 1 || iterations > MOST_ITERATIONS) {
  leave(2, `'${iterationsText}' is no number of iterations; known: 1 to ${MOST_ITERATIONS}`);
}
const seconds = readSeconds(secondsText);

const tool = TOOLS[toolName];
const record = readRecord(toolName, app);
if (!record) leave(4, `no ${toolName} with what installs/${app} locks now is in .installs; run: ./scripts/setup`);

const scratch = mkdtempSync(join(process.env.SCRATCH_DIR ?? tmpdir(), 'installs-'));
process.on('exit', () => rmSync(scratch, { recursive: true }));

const report = {
  kernel: task, flavour: app, n: 0, line: 'as locked', tag: `${toolName} ${tool.version()}`,
  setup_ns: 0, iteration_ns: [], iteration_cpu_ns: [], wrong_iterations: 0, max_rss_kib: 0,
  runtime: 'node', version: process.versions.node,
};

// Whatever is not the tool's work, such as the empty folder and the look at what became of it, is not timed.
function installOnce() {
  const folder = mkdtempSync(join(scratch, 'app-'));
  tool.prepare(app, folder);
  const install = { run: () => tool.install(folder) };
  const before = now();
  const done = (isSlower ? slower(install) : install).run();
  report.iteration_ns.push(Number(now() - before));
  report.iteration_cpu_ns.push(done.cpuNs);
  report.max_rss_kib = Math.max(report.max_rss_kib, done.peakKib);
  const wrong = done.failure ?? whatIsWrong(folder, record);
  if (wrong && report.wrong_iterations++ === 0) report.line = wrong;
  rmSync(folder, { recursive: true });
}

const begun = now();
const enough = begun + BigInt(Math.round(seconds * 1e9));
for (let done = 0; done < iterations || now() < enough; done++) installOnce();
console.log(JSON.stringify(report));
