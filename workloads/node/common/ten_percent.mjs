// Preloaded (node --import) into a server that stays as it is: every request then costs a tenth more CPU time.
// The harness must find that tenth, or it may not call two servers equal: the +10 % control.
//
// The tenth is of what this process itself needs per request, read from the kernel's account of it, so it is
// the same tenth on a slow host and on a fast one. It is burnt before the handler runs.

import http from 'node:http';

const SHARE = 0.10;
const REQUESTS_PER_READING = 500;
const WEIGHT_OF_A_READING = 0.5; // a reading may have met a collection of garbage, or another load

let burnPerRequest = 0; // ms
let burnt = 0; // ms, since the last reading
let requests = 0;
let cpuBefore = process.cpuUsage();

function adjust() {
  const { user, system } = process.cpuUsage(cpuBefore);
  cpuBefore = process.cpuUsage();
  const ownPerRequest = Math.max(0, ((user + system) / 1000 - burnt) / requests);
  const wanted = SHARE * ownPerRequest;
  burnPerRequest = burnPerRequest === 0 ? wanted : burnPerRequest + WEIGHT_OF_A_READING * (wanted - burnPerRequest);
  burnt = 0;
  requests = 0;
}

function burn() {
  const begun = performance.now();
  let now = begun;
  while (now - begun < burnPerRequest) now = performance.now();
  burnt += now - begun;
  requests += 1;
  if (requests === REQUESTS_PER_READING) adjust();
}

const createServer = http.createServer;
http.createServer = (options, handler) => createServer(options, (request, response) => {
  burn();
  handler(request, response);
});
