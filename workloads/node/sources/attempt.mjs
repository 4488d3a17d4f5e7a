// Does a module still run, and if not, where does Node.js say that it broke?

import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';

// Only a module that cannot be parsed fails there; a RegExp that cannot be is a SyntaxError, too.
const isRejected = (error) => error instanceof SyntaxError && error.stack.includes('at compileSourceTextModule ');

// The line is no part of the error: Node.js prints it, "/…/fib.mjs:12", before what the error itself says.
function lineOfRejection(file) {
  const { stderr } = spawnSync(process.execPath, ['--check', file], { encoding: 'utf8', env: {} });
  const [head] = stderr.split('\n');
  return head.startsWith(`${file}:`) ? Number(head.slice(file.length + 1)) : null;
}

function lineOfCrash(error, url) {
  const frame = String(error?.stack).split('\n').find((line) => line.includes(`${url}:`));
  return frame ? Number.parseInt(frame.slice(frame.indexOf(`${url}:`) + url.length + 1), 10) : null;
}

export async function attempt(file, n) {
  const url = pathToFileURL(file).href;
  try {
    const { flavours } = await import(url);
    const lines = Object.entries(flavours).map(([name, { prepare, run, line }]) => [name, line(run(prepare(n)))]);
    return { outcome: 'ran', lines: Object.fromEntries(lines) };
  } catch (error) {
    if (isRejected(error)) return { outcome: 'rejected', line: lineOfRejection(file) };
    return { outcome: 'crashed', line: lineOfCrash(error, url) };
  }
}
