// The workload contract: parameters, answers and bodies. Knows nothing of sockets.

export const TEXT = 'text/plain; charset=utf-8';
export const JSON_TYPE = 'application/json';

// What to send, not how: `value` is a text or, with JSON_TYPE, what goes through JSON.stringify(). Where `later` is no
// null, it is a function to be called with the one that sends an answer, and calls that with the answer when it is due.
// With any other type a `value` that is no text is a body in pieces: see pieces.mjs.
export const answerOf = (status, type, value, later, allow) => ({ status, type, value, later, allow });
const textAnswer = (status, text, allow = '') => answerOf(status, TEXT, text, null, allow);
export const jsonAnswer = (value, status = 200) => answerOf(status, JSON_TYPE, value, null, '');
export const answerLater = (later) => answerOf(200, JSON_TYPE, null, later, '');

// For frameworks, which wait for promises.
export const dueAnswer = (answer) => (answer.later === null ? answer : new Promise(answer.later));

export const plaintext = textAnswer(200, 'Hello, World!');
export const badRequest = textAnswer(400, 'Bad Request');
export const notFound = textAnswer(404, 'Not Found');
export const tooLarge = textAnswer(413, 'Content Too Large');
export const badGateway = textAnswer(502, 'Bad Gateway');
export const gatewayTimeout = textAnswer(504, 'Gateway Timeout');
const failure = textAnswer(500, 'Internal Server Error');

// By the method that is allowed.
export const notAllowed = {
  GET: textAnswer(405, 'Method Not Allowed', 'GET'),
  POST: textAnswer(405, 'Method Not Allowed', 'POST'),
};

// For what a framework refuses itself: it says so with a status.
export const refusal = (status) => [badRequest, notFound, tooLarge].find((each) => each.status === status) ?? failure;

const JSON_LIMITS = { k: { digits: 10, max: 0xffffffff }, n: { digits: 4, max: 1000 } };
const DELAY_LIMITS = { ms: { digits: 5, max: 10000 } };
const GAME_LIMITS = { hz: { digits: 3, max: 120 } };
const DECIMAL = /^[0-9]+$/;

function decimal(text, limit) {
  if (typeof text !== 'string' || text.length > limit.digits || !DECIMAL.test(text)) return null;
  const value = Number(text);
  return value > limit.max ? null : value;
}

// Every name in `limits` must occur exactly once as a plain decimal; other names are
// ignored. Returns null if not so. Nothing is percent-decoded.
export function numbersIn(query, limits) {
  const values = {};
  let found = 0;
  for (const part of query.split('&')) {
    const eq = part.indexOf('=');
    const name = eq < 0 ? part : part.slice(0, eq);
    if (!Object.hasOwn(limits, name)) continue;
    const value = decimal(eq < 0 ? '' : part.slice(eq + 1), limits[name]);
    if (value === null || name in values) return null;
    values[name] = value;
    found += 1;
  }
  return found === Object.keys(limits).length ? values : null;
}

// The same of what a framework's own query parser found. There a name that is repeated is an array.
export function numbersOf(query, limits) {
  const values = {};
  for (const name of Object.keys(limits)) {
    values[name] = decimal(query[name], limits[name]);
    if (values[name] === null) return null;
  }
  return values;
}

function jsonAnswerTo(params) {
  if (params === null) return badRequest;
  const { k, n } = params;
  const items = [];
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const v = Math.imul(k + i, 2654435761) >>> 0;
    sum = (sum + v) >>> 0;
    items.push({ id: i, v, s: `item-${i}` });
  }
  return jsonAnswer({ k, n, items, sum });
}

const waitFull = process.env.WAITS_IN === 'thread'
  ? (await import('./waiting_thread.mjs')).afterFullInThread
  : afterFull;

function delayAnswerTo(params) {
  if (params === null) return badRequest;
  const answer = jsonAnswer({ ms: params.ms });
  return params.ms === 0 ? answer : answerLater((done) => waitFull(params.ms, () => done(answer)));
}

// For frameworks: `query` is an object.
export const json = (query) => jsonAnswerTo(numbersOf(query, JSON_LIMITS));
export const delay = async (query) => dueAnswer(delayAnswerTo(numbersOf(query, DELAY_LIMITS)));

// For servers without one: `query` is text, and it is their business to wait for `later`.
export const jsonOfText = (query) => jsonAnswerTo(numbersIn(query, JSON_LIMITS));
export const delayOfText = (query) => delayAnswerTo(numbersIn(query, DELAY_LIMITS));

// Of the query of /ws/game; null if there is none that can be played at.
export const hzOfText = (query) => numbersIn(query, GAME_LIMITS)?.hz || null;

export const isOwnPath = (target) => target.startsWith('/__');

// A proxy-style request line carries the whole URL.
export function originForm(target) {
  if (target.charCodeAt(0) === 47) return target;
  const rest = target.replace(/^http:\/\/[^/?]*/i, '');
  return rest.startsWith('/') ? rest : `/${rest}`;
}

// libuv's clock counts whole milliseconds, so a timer can fire up to 1 ms early.
export function afterFull(delayMs, done) {
  const deadline = performance.now() + delayMs;
  const check = () => {
    const left = deadline - performance.now();
    if (left > 0) setTimeout(check, Math.ceil(left));
    else done();
  };
  setTimeout(check, delayMs);
}
