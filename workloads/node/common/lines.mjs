// The row /lines: devices that say something over plain TCP, line by line, each of which is acknowledged. No HTTP.

import net from 'node:net';

import { failToListen, HOST, readNumber } from './process.mjs';

const LONGEST_LINE = 1024; // with its LF

const isCount = (value) => Number.isSafeInteger(value) && value >= 0;

// The number by which a line is acknowledged; -1 if it is none of the contract.
function numberOf(line) {
  if (line.length >= LONGEST_LINE) return -1;
  try {
    const { d, s, v } = JSON.parse(line);
    return isCount(d) && isCount(s) && Number.isSafeInteger(v) ? s : -1;
  } catch {
    return -1;
  }
}

function acknowledge(socket, counter) {
  let rest = ''; // of a line that has not come whole
  socket.setEncoding('utf8');
  socket.on('error', () => {}); // whoever is gone needs no answer
  socket.on('data', (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    const numbers = lines.map(numberOf);
    const refused = numbers.indexOf(-1);
    if (refused >= 0) numbers.length = refused;
    counter.lines += numbers.length;
    const taken = numbers.length === 0 || socket.write(numbers.map((s) => `OK ${s}\n`).join(''));
    if (refused >= 0 || rest.length >= LONGEST_LINE) {
      socket.pause(); // or what still comes would be answered, too
      socket.destroySoon();
    } else if (!taken) {
      socket.pause();
      socket.once('drain', () => socket.resume());
    }
  });
}

// Where this row is asked for: listens, then calls `next`, which says that the server is ready.
export function takeLines(counter, { backlog }, next) {
  if (!process.env.LINE_PORT) {
    next();
    return;
  }
  const port = readNumber('LINE_PORT', undefined, 65535);
  counter.lines = 0;
  const server = net.createServer({ noDelay: true }, (socket) => acknowledge(socket, counter));
  failToListen(server, port);
  server.listen({ host: HOST, port, backlog }, next);
}
