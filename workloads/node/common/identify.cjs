'use strict';

// What the interpreter that runs this is, as one line of JSON: the harness asks it of every runtime. CommonJS and no
// newer syntax, because a Node.js of 2019 is asked as well.

const { bun, node } = process.versions;

console.log(JSON.stringify({
  language: bun ? 'javascript' : 'node',
  runtime: bun ? 'bun' : process.release.name,
  version: bun || node,
  build: process.features.debug ? 'debug' : 'release',
  gil: 'none',
  // WebAssembly is what V8 without its compilers lacks (--jitless).
  jit: typeof WebAssembly === 'undefined' ? 'off' : 'on',
  packages: [],
}));
