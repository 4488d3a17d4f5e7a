// What Express does differently from the contract, and its own ways to say so.

import express from 'express';

import { answerOf, JSON_TYPE, notFound, refusal, TEXT } from './contract.mjs';
import { isJsonText, MOST_BYTES } from './echo.mjs';
import { FOLDER, isFileName, UNSATISFIABLE } from './file.mjs';

export function fitToContract(app) {
  app.disable('etag');
  app.disable('x-powered-by');
  app.enable('case sensitive routing');
  app.enable('strict routing');
  // It would add `; charset=utf-8`; bytes are the one body whose type it leaves alone. That it is done by overriding:
  // https://expressjs.com/en/guide/overriding-express-api.html
  app.response.json = function json(value) {
    this.setHeader('Content-Type', JSON_TYPE);
    return this.send(Buffer.from(JSON.stringify(value)));
  };
}

// Its parser replaces what is no UTF-8 and takes an empty body for {}.
export const parseOrder = express.json({
  limit: MOST_BYTES,
  strict: false,
  type: () => true,
  verify(req, res, bytes) {
    if (!isJsonText(bytes)) throw Object.assign(new Error('no JSON'), { status: 400 });
  },
});

const unsatisfiable = answerOf(416, TEXT, UNSATISFIABLE, null, '');

// Express's own, without what the contract does not have.
export function sendFile(req, res, send) {
  if (!isFileName(req.params.name)) return send(res, notFound);
  const options = { root: FOLDER, lastModified: false, cacheControl: false };
  res.set('Server', 'bench').sendFile(req.params.name, options, (error) => {
    if (!error || res.headersSent) return; // done, or the client has left
    res.removeHeader('Accept-Ranges');
    send(res, error.status === 416 ? unsatisfiable : refusal(error.status)); // with the Content-Range it has set
  });
}
