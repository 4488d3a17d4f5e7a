// Preloaded (node --import) into a server that stays as it is: its start then takes a tenth longer, and every request
// costs a tenth more CPU time.
// The harness must find that tenth, or it may not call two servers equal: the +10 % control.
//
// The tenth is of what this process itself needs per request, read from the kernel's account of it, and burnt before
// the handler runs, by steps that read no clock and leave no garbage.

import http from 'node:http';

const SHARE = 0.10;
const REQUESTS_PER_READING = 128;
const REQUESTS_PER_SAMPLE = 16; // a clock is read around the steps of so few that reading it costs nothing
// All that is done here beside the steps belongs to the tenth: with the steps held at one, a request took 0.2 to 0.3 µs
// more than without this file, on a machine where a step takes 1.1 ns.
const STEPS_THAT_COUNTING_IS_WORTH = 200;
const LEAST_STEPS = 100; // around fewer it would be the clock itself that is timed

// How many steps a request for a target takes: a server that is asked for several has a tenth of each.
const stepsFor = new Map();
let target; // of the reading that is under way
let steps = LEAST_STEPS; // for this target
let requests = 0;
let cpuBefore = process.cpuUsage();
const samples = new Float64Array(REQUESTS_PER_READING / REQUESTS_PER_SAMPLE); // ms that the steps of a request took
let sink = 1; // without a use of its result the loop would be optimised away

function beginReading() {
  cpuBefore = process.cpuUsage();
  requests = 0;
}

function burn(count) {
  let x = sink;
  for (let i = 0; i < count; i += 1) x = (Math.imul(x, 1664525) + i) | 0;
  sink = x;
}

// A tenth of what the last requests were worth, in steps: a host that is not ours changes its speed, but that of the steps
// as well, and a server that warms up needs less and less. What one reading has too much or too little, others even out;
// a mean of many would give a server that is still cold several tenths. Of what the steps took it is the median that
// counts: a sample that was interrupted says nothing of them.
function adjust() {
  const { user, system } = process.cpuUsage(cpuBefore);
  const burnt = samples.sort()[samples.length >> 1];
  const own = (user + system) / 1000 / requests - burnt;
  if (own > 0 && burnt > 0) {
    const worth = (own / burnt) * steps;
    steps = Math.max(LEAST_STEPS, Math.round(SHARE * worth) - STEPS_THAT_COUNTING_IS_WORTH);
  }
  beginReading();
}

// What the process has done in between, for other targets or for no request at all, is no part of what one for this
// target costs.
function turnTo(asked) {
  stepsFor.set(target, steps);
  target = asked;
  steps = stepsFor.get(target) ?? LEAST_STEPS;
  beginReading();
}

// The ten digits that stand for {rand} make no other target. It is looked at once for each sample: a cell asks for one
// target at a time, so what is missed is a few requests after a change.
function startSample(url) {
  const asked = url.replace(/\d{10}/g, '');
  if (asked !== target) turnTo(asked);
  return performance.now();
}

function burnAndCount(url) {
  const timed = requests % REQUESTS_PER_SAMPLE === 0;
  const begun = timed ? startSample(url) : 0;
  burn(steps); // in one place only: a compiler may make a faster one of the other, and that would be the timed one
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
