// The router of servers that have none.

import { cpuOfText, KERNELS, mixedOfText } from './compute.mjs';
import { delayOfText, jsonAnswer, jsonOfText, notAllowed, notFound, originForm, plaintext } from './contract.mjs';
import { downOfText } from './down.mjs';
import { echoOfBytes } from './echo.mjs';
import { fileOfText, isFileName } from './file.mjs';
import { cpuOffOfText } from './offload.mjs';
import { sseOfText } from './sse.mjs';
import { streamOfText } from './stream.mjs';

const routes = new Map([
  ['/plaintext', { method: 'GET', answer: () => plaintext }],
  ['/json', { method: 'GET', answer: jsonOfText }],
  ['/delay', { method: 'GET', answer: delayOfText }],
  ['/down', { method: 'GET', answer: downOfText }],
  ['/echo', { method: 'POST', answer: (query, bytes) => echoOfBytes(bytes) }],
  ['/sse', { method: 'GET', answer: sseOfText }],
  ['/stream', { method: 'GET', answer: streamOfText }],
  // Who serves it has taken it before a body is read: see upload.mjs.
  ['/upload', { method: 'POST', answer: () => notFound }],
  // One path for each kernel, so that finding a route stays one look-up.
  ...KERNELS.flatMap((name) => [
    [`/cpu/${name}`, { method: 'GET', answer: (query) => cpuOfText(name, query) }],
    [`/cpu_off/${name}`, { method: 'GET', answer: (query) => cpuOffOfText(name, query) }],
    [`/mixed/${name}`, { method: 'GET', answer: (query) => mixedOfText(name, query) }],
  ]),
]);

// Below this path a name follows.
const FILES = '/file/';

function fileAnswer(method, name, req) {
  if (method === 'GET') return fileOfText(name, req?.headers.range);
  return isFileName(name) ? notAllowed.GET : notFound;
}

// `bytes` is the body of whatever is no GET, null if it was too long. Of `req` only what is asked of files is read.
export function answer(method, rawTarget, bytes, req) {
  const target = originForm(rawTarget);
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const route = routes.get(path);
  if (route === undefined) return path.startsWith(FILES) ? fileAnswer(method, path.slice(FILES.length), req) : notFound;
  if (route.method !== method) return notAllowed[route.method];
  return route.answer(mark < 0 ? '' : target.slice(mark + 1), bytes);
}

// `pages` are the /__ pages of the process: path -> function returning a value, or a promise of one.
export async function ownAnswer(method, target, pages) {
  const page = pages.get(target.replace(/\?.*/, ''));
  if (page === undefined) return notFound;
  return method === 'GET' ? jsonAnswer(await page()) : notAllowed.GET;
}
