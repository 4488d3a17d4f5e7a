// Preloaded (node --import) into a server that stays as it is: its start then takes a tenth longer, and every request
// costs a tenth more CPU time.
// The harness must find that tenth, or it may not call two servers equal: the +10 % control.
//
// The tenth is of what this process itself needs per request, read from the kernel's account of it, and burnt before
// the handler runs, by steps that read no clock and leave no garbage.

import http from 'node:http';

const SHARE = 0.10;
const REQUESTS_PER_READING = 512;
const REQUESTS_PER_SAMPLE = 16; // a clock is read around the steps of so few that reading it costs nothing
const READINGS_REMEMBERED = 16;
// All that is done here beside the steps belongs to the tenth. Beside a server that stays as it is, by turns of 20 ms,
// one that took a single step each time needed 1.5 to 2.5 % more for a request of 13 µs; a step is 1.1 ns there.
const STEPS_THAT_COUNTING_IS_WORTH = 200;
const QUESTION_MARK = 63;

// What is known of the requests for one path: a server that is asked for several has a tenth of each.
const fresh = () => ({ steps: 100, readings: 0, worth: new Float64Array(1) });

const byPath = new Map();
let path = '?'; // of the reading that is under way: at first that of no request
let known; // of this path
let requests = 0;
let cpuBefore = process.cpuUsage();
const samples = new Float64Array(REQUESTS_PER_READING / REQUESTS_PER_SAMPLE); // ms that the steps of a request took
let sink = 1; // without a use of its result the loop would be optimised away

function begin() {
  cpuBefore = process.cpuUsage();
  requests = 0;
}

function burn(steps) {
  let x = sink;
  for (let i = 0; i < steps; i += 1) x = (Math.imul(x, 1664525) + i) | 0;
  sink = x;
}

// How many steps a request is worth. A host that is not ours changes its speed, but that of the steps as well. Of what
// they took it is the median that counts: a sample that was interrupted says nothing of them.
function adjust() {
  const { user, system } = process.cpuUsage(cpuBefore);
  const burnt = samples.sort()[samples.length >> 1];
  const own = (user + system) / 1000 / requests - burnt;
  if (own > 0 && burnt > 0) {
    known.readings = Math.min(known.readings + 1, READINGS_REMEMBERED);
    known.worth[0] += ((own / burnt) * known.steps - known.worth[0]) / known.readings;
    known.steps = Math.max(1, Math.round(SHARE * known.worth[0]) - STEPS_THAT_COUNTING_IS_WORTH);
  }
  begin();
}

// What the process has done in between, for other paths or for no request at all, is no part of what one for this path
// costs.
function turnTo(url) {
  path = url.split('?', 1)[0];
  known = byPath.get(path) ?? fresh();
  byPath.set(path, known);
  begin();
}

const isOfThatPath = (url) =>
  url.startsWith(path) && (url.length === path.length || url.charCodeAt(path.length) === QUESTION_MARK);

function startSample(url) {
  if (!isOfThatPath(url)) turnTo(url);
  return performance.now();
}

function burnAndCount(url) {
  const timed = requests % REQUESTS_PER_SAMPLE === 0;
  const begun = timed ? startSample(url) : 0;
  burn(known.steps); // in one place only: a compiler may make a faster one of the other, and that would be the timed one
  if (timed) samples[requests / REQUESTS_PER_SAMPLE] = performance.now() - begun;
  requests += 1;
  if (requests === REQUESTS_PER_READING) adjust();
}

// From the start of the process until here, where nearly all of a start is over. That this file is loaded is beside it.
// The steps are compiled meanwhile: the first requests would be the wrong ones to pay for that.
function startATenthLonger() {
  const until = performance.now() * (1 + SHARE);
  while (performance.now() < until) burn(1000);
}

const createServer = http.createServer;
http.createServer = (options, handler) => {
  startATenthLonger();
  return createServer(options, (request, response) => {
    burnAndCount(request.url);
    handler(request, response);
  });
};
