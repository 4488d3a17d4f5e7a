// The workload contract: routes, parameters and bodies. Knows nothing of sockets.

export const TEXT = 'text/plain; charset=utf-8';
export const JSON_TYPE = 'application/json';

const textAnswer = (status, body) => ({ status, type: TEXT, body, delayMs: 0 });
const plaintext = textAnswer(200, 'Hello, World!');
const badRequest = textAnswer(400, 'Bad Request');
const notFound = textAnswer(404, 'Not Found');
const notAllowed = textAnswer(405, 'Method Not Allowed');

export function jsonAnswer(value, delayMs = 0) {
  return { status: 200, type: JSON_TYPE, body: JSON.stringify(value), delayMs };
}

const JSON_LIMITS = { k: { digits: 10, max: 0xffffffff }, n: { digits: 4, max: 1000 } };
const DELAY_LIMITS = { ms: { digits: 5, max: 10000 } };
const DECIMAL = /^[0-9]+$/;

// Every name in `limits` must occur exactly once as a plain decimal; other names are
// ignored. Returns null if not so. Nothing is percent-decoded.
function decimalParams(query, limits) {
  const values = {};
  let found = 0;
  for (const part of query.split('&')) {
    const eq = part.indexOf('=');
    const name = eq < 0 ? part : part.slice(0, eq);
    if (!Object.hasOwn(limits, name)) continue;
    const text = eq < 0 ? '' : part.slice(eq + 1);
    const limit = limits[name];
    if (name in values || text.length > limit.digits || !DECIMAL.test(text)) return null;
    const value = Number(text);
    if (value > limit.max) return null;
    values[name] = value;
    found += 1;
  }
  return found === Object.keys(limits).length ? values : null;
}

function jsonRoute(query) {
  const params = decimalParams(query, JSON_LIMITS);
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

function delayRoute(query) {
  const params = decimalParams(query, DELAY_LIMITS);
  return params === null ? badRequest : jsonAnswer({ ms: params.ms }, params.ms);
}

const routes = new Map([
  ['/plaintext', () => plaintext],
  ['/json', jsonRoute],
  ['/delay', delayRoute],
]);

// `ownRoutes` holds the /__ pages of the process: path -> function returning a value.
export function answer(method, target, ownRoutes) {
  // A proxy-style request line carries the whole URL.
  if (target.charCodeAt(0) !== 47) target = target.replace(/^http:\/\/[^/?]*/i, '');
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const route = routes.get(path);
  if (route !== undefined) {
    return method === 'GET' ? route(mark < 0 ? '' : target.slice(mark + 1)) : notAllowed;
  }
  const ownRoute = ownRoutes.get(path);
  if (ownRoute === undefined) return notFound;
  return method === 'GET' ? jsonAnswer(ownRoute()) : notAllowed;
}

export const isOwnPath = (target) => target.startsWith('/__');

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
