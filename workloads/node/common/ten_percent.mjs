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
const READINGS_OF_A_COLD_SERVER = 30; // then what they said is forgotten
const READINGS_REMEMBERED = 200;

let stepsPerRequest = 100;
let requests = 0;
let readings = -READINGS_OF_A_COLD_SERVER;
let perMs = 0; // mean of 1 / (what a request costs, in ms)
let sampled = 0; // ms that the steps of some requests took, as they were: compiled well or not yet
let samples = 0;
let msPerStep = 0;
let cpuBefore = process.cpuUsage();
let sink = 1; // without a use of its result the loop would be optimised away

function burn() {
  let x = sink;
  for (let i = 0; i < stepsPerRequest; i += 1) x = (Math.imul(x, 1664525) + i) | 0;
  sink = x;
}

// A host that is not ours changes its speed faster than this can follow. So it follows slowly, and what it averages is
// 1 / cost, not the cost: then a tenth is a tenth on average. With a tenth of the mean cost, or of the last one, the
// requests that cost less, which are most, would have more than a tenth more to do.
function adjust() {
  const { user, system } = process.cpuUsage(cpuBefore);
  cpuBefore = process.cpuUsage();
  const burnt = sampled / samples;
  const own = (user + system) / 1000 / requests - burnt;
  // An interrupted sample makes what is left look like nothing, and 1 / nothing would outweigh all other readings.
  if (own > burnt) {
    readings = Math.min(readings + 1, READINGS_REMEMBERED);
    perMs += (1 / own - perMs) / Math.max(1, readings);
    msPerStep += (burnt / stepsPerRequest - msPerStep) / Math.min(4, Math.max(1, readings));
    stepsPerRequest = Math.max(1, Math.round(SHARE / perMs / msPerStep));
  }
  requests = 0;
  sampled = 0;
  samples = 0;
}

function burnAndCount() {
  const timed = requests % REQUESTS_PER_SAMPLE === 0;
  const begun = timed ? performance.now() : 0;
  burn(); // in one place only: a compiler may make a faster one of the other, and that would be the timed one
  if (timed) {
    sampled += performance.now() - begun;
    samples += 1;
  }
  requests += 1;
  if (requests === REQUESTS_PER_READING) adjust();
}

// From the start of the process until here, where nearly all of a start is over. That this file is loaded is beside it.
function startATenthLonger() {
  const until = performance.now() * (1 + SHARE);
  while (performance.now() < until);
}

const createServer = http.createServer;
http.createServer = (options, handler) => {
  startATenthLonger();
  return createServer(options, (request, response) => {
    burnAndCount();
    handler(request, response);
  });
};
