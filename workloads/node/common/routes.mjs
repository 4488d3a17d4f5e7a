// The router of servers that have none.

import { cpuOfText, KERNELS } from './compute.mjs';
import { delayOfText, jsonAnswer, jsonOfText, notAllowed, notFound, originForm, plaintext } from './contract.mjs';
import { downOfText } from './down.mjs';
import { echoOfBytes } from './echo.mjs';
import { cpuOffOfText } from './offload.mjs';

const routes = new Map([
  ['/plaintext', { method: 'GET', answer: () => plaintext }],
  ['/json', { method: 'GET', answer: jsonOfText }],
  ['/delay', { method: 'GET', answer: delayOfText }],
  ['/down', { method: 'GET', answer: downOfText }],
  ['/echo', { method: 'POST', answer: (query, bytes) => echoOfBytes(bytes) }],
  // Who serves it has taken it before a body is read: see upload.mjs.
  ['/upload', { method: 'POST', answer: () => notFound }],
  // One path for each kernel, so that finding a route stays one look-up.
  ...KERNELS.flatMap((name) => [
    [`/cpu/${name}`, { method: 'GET', answer: (query) => cpuOfText(name, query) }],
    [`/cpu_off/${name}`, { method: 'GET', answer: (query) => cpuOffOfText(name, query) }],
  ]),
]);

// `bytes` is the body of whatever is no GET, null if it was too long.
export function answer(method, rawTarget, bytes) {
  const target = originForm(rawTarget);
  const mark = target.indexOf('?');
  const route = routes.get(mark < 0 ? target : target.slice(0, mark));
  if (route === undefined) return notFound;
  if (route.method !== method) return notAllowed[route.method];
  return route.answer(mark < 0 ? '' : target.slice(mark + 1), bytes);
}

// `pages` are the /__ pages of the process: path -> function returning a value, or a promise of one.
export async function ownAnswer(method, target, pages) {
  const page = pages.get(target.replace(/\?.*/, ''));
  if (page === undefined) return notFound;
  return method === 'GET' ? jsonAnswer(await page()) : notAllowed.GET;
}
