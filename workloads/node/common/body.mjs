// Reads what a request carries besides its head, for servers that have no parser of their own.

// Calls `done` with the bytes, or with null when they are more than `most`. What is too long is read to its end, too,
// so that the connection can go on. When the client has gone `done` is called as well: its answer goes nowhere.
export function readBody(req, most, done) {
  const chunks = [];
  let size = 0;
  req.on('data', (chunk) => {
    size += chunk.length;
    if (size <= most) chunks.push(chunk);
    else chunks.length = 0;
  });
  req.once('close', () => done(size <= most ? Buffer.concat(chunks) : null));
}

// For refusing only after the body, so that a malformed body still gets a 400.
export const bodyRead = (req) => new Promise((done) => {
  if (req.closed) done();
  else req.once('close', done).resume();
});
