// Every kernel at once, for servers; a job imports only its own.

import * as binary_trees from './binary_trees.mjs';
import * as fannkuch from './fannkuch.mjs';
import * as fib from './fib.mjs';
import * as json_round_trip from './json_round_trip.mjs';
import * as mandelbrot from './mandelbrot.mjs';
import * as map_churn from './map_churn.mjs';
import * as matmul from './matmul.mjs';
import * as nbody from './nbody.mjs';
import * as regex from './regex.mjs';
import * as sha256 from './sha256.mjs';
import * as sha256_pure from './sha256_pure.mjs';
import * as sieve from './sieve.mjs';
import * as sort_u32 from './sort_u32.mjs';
import * as spectral_norm from './spectral_norm.mjs';
import * as string_build from './string_build.mjs';

export const kernels = new Map(Object.entries({
  binary_trees, fannkuch, fib, json_round_trip, mandelbrot, map_churn, matmul, nbody, regex, sha256, sha256_pure, sieve,
  sort_u32, spectral_norm, string_build,
}));
