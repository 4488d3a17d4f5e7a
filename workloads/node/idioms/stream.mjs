// A megabyte from a server through a filter, never whole in memory on the way.

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

function* pieces() {
  for (let i = 0; i < 256; i++) yield Buffer.alloc(4096, i);
}

async function* inverted(source) {
  for await (const piece of source) yield piece.map((byte) => byte ^ 0xff);
}

const server = net.createServer((socket) => pipeline(Readable.from(pieces()), socket));
server.listen(0, '127.0.0.1');
await once(server, 'listening');

const hash = createHash('sha256');
await pipeline(net.connect(server.address().port, '127.0.0.1'), inverted, hash);
console.log(hash.digest('hex'));
server.close();
