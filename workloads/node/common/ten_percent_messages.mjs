// Preloaded (node --import) into a server of WebSockets that stays as it is: it then takes a tenth more CPU time, from
// its first message on. As ten_percent.mjs for requests.
//
// A message that others hear costs hundreds of microseconds, so the kernel can be asked before each what the process
// has taken since the last. What it costs on average could not be found out here: a chat says too little in a slice, and
// while it is warmed up, says more and at a lower price.

import { WebSocket } from 'ws';

const SHARE = 0.10;

let rested; // µs that the process had taken when it burnt some for the last time
let owed = 0; // µs; below 0 when too many were burnt

function taken() {
  const { user, system } = process.cpuUsage();
  return user + system;
}

function burn() {
  const begun = taken();
  owed += SHARE * (begun - (rested ?? begun));
  rested = begun;
  while (rested - begun < owed) rested = taken();
  owed -= rested - begun;
}

const { emit } = WebSocket.prototype;

WebSocket.prototype.emit = function emitATenthLater(event, ...rest) {
  if (event === 'message') burn();
  return emit.call(this, event, ...rest);
};
