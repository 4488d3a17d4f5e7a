// What is no HTTP is answered like everything else, with the contract's text and headers. Node.js by itself sends a
// bare status line, some frameworks a page of their own.

import { STATUS_CODES } from 'node:http';

import { TEXT } from './contract.mjs';

// The statuses Node.js itself gives; whatever else cannot be parsed is a 400.
const STATUS_BY_CODE = { HPE_HEADER_OVERFLOW: 431, HPE_CHUNK_EXTENSIONS_OVERFLOW: 413, ERR_HTTP_REQUEST_TIMEOUT: 408 };

function refuse(error, socket) {
  // In the midst of an answer another one would be taken for its body.
  if (!socket.writable || socket._httpMessage?.headersSent) return socket.destroy(error);
  const status = STATUS_BY_CODE[error.code] ?? 400;
  const body = status === 413 ? 'Content Too Large' : STATUS_CODES[status];
  socket.write(`HTTP/1.1 ${status} ${body}\r\nContent-Type: ${TEXT}\r\nContent-Length: ${body.length}\r\n`
    + `Date: ${new Date().toUTCString()}\r\nServer: bench\r\nConnection: close\r\n\r\n${body}`);
  socket.destroySoon();
}

export function refuseMalformed(server) {
  server.removeAllListeners('clientError'); // a framework's own would answer a second time
  server.on('clientError', refuse);
}
