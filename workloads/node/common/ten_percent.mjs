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

// What is known of the requests for one path: a server that is asked for several has a tenth of each.
const fresh = () => ({
  stepsPerRequest: 100,
  readings: -READINGS_OF_A_COLD_SERVER,
  perMs: 0, // mean of 1 / (what a request costs, in ms)
  msPerStep: 0,
});

const byPath = new Map();
let path; // of the reading that is under way
let known; // of this path
let requests = 0;
let sampled = 0; // ms that the steps of some requests took, as they were: compiled well or not yet
let samples = 0;
let cpuBefore = process.cpuUsage();
let sink = 1; // without a use of its result the loop would be optimised away

function begin() {
  cpuBefore = process.cpuUsage();
  requests = 0;
  sampled = 0;
  samples = 0;
}

function burn() {
  const { stepsPerRequest } = known;
  let x = sink;
  for (let i = 0; i < stepsPerRequest; i += 1) x = (Math.imul(x, 1664525) + i) | 0;
  sink = x;
}

// A host that is not ours changes its speed faster than this can follow. So it follows slowly, and what it averages is
// 1 / cost, not the cost: then a tenth is a tenth on average. With a tenth of the mean cost, or of the last one, the
// requests that cost less, which are most, would have more than a tenth more to do.
function adjust() {
  const { user, system } = process.cpuUsage(cpuBefore);
  const burnt = sampled / samples;
  const own = (user + system) / 1000 / requests - burnt;
  // An interrupted sample makes what is left look like nothing, and 1 / nothing would outweigh all other readings.
  if (own > burnt) {
    known.readings = Math.min(known.readings + 1, READINGS_REMEMBERED);
    known.perMs += (1 / own - known.perMs) / Math.max(1, known.readings);
    known.msPerStep += (burnt / known.stepsPerRequest - known.msPerStep) / Math.min(4, Math.max(1, known.readings));
    known.stepsPerRequest = Math.max(1, Math.round(SHARE / known.perMs / known.msPerStep));
  }
  begin();
}

// What the process has done in between, for other paths or for no request at all, is no part of what one for this path
// costs.
function turnTo(url) {
  const end = url.indexOf('?');
  const asked = end < 0 ? url : url.slice(0, end);
  if (asked === path) return;
  path = asked;
  known = byPath.get(path) ?? fresh();
  byPath.set(path, known);
  begin();
}

function burnAndCount(url) {
  turnTo(url);
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
    burnAndCount(request.url);
    handler(request, response);
  });
};
