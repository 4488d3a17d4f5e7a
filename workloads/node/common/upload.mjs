// POST /upload: a body that is hashed as it comes and kept nowhere.

import { createHash } from 'node:crypto';

import { jsonAnswer, originForm, tooLarge } from './contract.mjs';

export const MOST_UPLOADED = 64 * 1024 * 1024;

export const isUpload = ({ method, url }) => method === 'POST' && /^\/upload(\?|$)/.test(originForm(url));

// What still comes of a body that is too long is not waited for, so the connection ends with the answer.
function endWith(res) {
  res.shouldKeepAlive = false;
  res.setHeader('Connection', 'close');
  return tooLarge;
}

// `req` and `res` are those of node:http. When the client has gone the answer goes nowhere.
export const upload = (req, res) => new Promise((done) => {
  if (Number(req.headers['content-length']) > MOST_UPLOADED) {
    done(endWith(res));
    return;
  }
  const hash = createHash('sha256');
  let size = 0;
  const take = (chunk) => {
    size += chunk.length;
    if (size <= MOST_UPLOADED) hash.update(chunk);
    else {
      req.off('data', take);
      done(endWith(res));
    }
  };
  req.on('data', take);
  req.once('close', () => done(jsonAnswer({ len: size, sha: hash.digest('hex') })));
});
